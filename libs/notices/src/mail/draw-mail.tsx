import type { Part, Tone } from './mail-page.tsx';

/** The HTML of a mail. Everything a value holds is escaped on the way. */
export async function drawMail(parts: readonly Part[], tone: Tone): Promise<string> {
  const [{ render }, { MailPage }] = await Promise.all([import('@react-email/components'), import('./mail-page.tsx')]); // heavy: until a mail is sent
  return render(<MailPage parts={parts} tone={tone} />);
}
