import { render } from '@react-email/components';
import { MailPage, type Part, type Tone } from './mail-page.tsx';

/** The HTML of a mail. Everything a value holds is escaped on the way. */
export const drawMail = (parts: readonly Part[], tone: Tone): Promise<string> => render(<MailPage parts={parts} tone={tone} />);
