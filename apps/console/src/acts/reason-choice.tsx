import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Text } from 'react-aria-components/Text';
import { useReasons } from '../api/queries.ts';
import { inOurLanguage, t } from '../words.ts';
import type { Answers } from './acts.ts';

interface Props {
  /** The list it comes from: an act of the console, or a conclusion about an identity. */
  readonly act: string;
  readonly why: string;
  readonly set: (patch: Pick<Answers, 'why'>) => void;
  readonly missing: boolean;
}

/** Why, from a closed list. Nothing is chosen beforehand, so that no reason is given by accident. */
export function ReasonChoice({ act, why, set, missing }: Props) {
  const reasons = useReasons().data?.acts[act] ?? [];
  return (
    <RadioGroup className="reasons" value={why || null} onChange={(value) => set({ why: value })} isInvalid={missing && !why} isRequired>
      <Label>{t('dialog.why')}</Label>
      <Text slot="description" className="hint">
        {t('dialog.why-hint')}
      </Text>
      <FieldError className="error">{t('dialog.choose-why')}</FieldError>
      {reasons.map((each) => (
        <Radio key={each.code} value={each.code} className="reason">
          {inOurLanguage(each)}
        </Radio>
      ))}
    </RadioGroup>
  );
}
