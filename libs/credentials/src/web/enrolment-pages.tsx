import { Actions, Button, ButtonLink, Definition, Field, Form, Notice, type Hidden, type Translate } from '@habilis/pages';
import type { CreationOptions } from '../factor/enrol-passkey.ts';
import type { SeedToShow } from '../factor/enrol-totp.ts';
import { LONGEST_NAME } from '../factor/factor.ts';
import { seedInFours } from '../factor/totp.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { Qr } from './qr.tsx';

interface Shown {
  readonly t: Translate;
  /** Where the form posts. */
  readonly action: string;
  /** Where whoever gives up goes. */
  readonly back: string;
  readonly hidden: Hidden;
}

/** The picture to scan, the same as text, and the first code. */
export function TotpEnrolment({ t, action, back, hidden, seed, wrong }: Shown & { seed: SeedToShow; wrong: string | undefined }) {
  return (
    <>
      {wrong && <Notice kind="danger">{wrong}</Notice>}
      <ol className="steps">
        <li>{t('security.totp.step-install')}</li>
        <li>
          {t('security.totp.step-scan')}
          <Qr text={seed.address} label={t('security.totp.picture')} />
          <Definition items={[{ term: t('security.totp.by-hand'), value: <code className="copied">{seedInFours(seed.secret)}</code> }]} />
        </li>
        <li>{t('security.totp.step-code')}</li>
      </ol>
      <Form action={action} hidden={hidden}>
        <Field
          label={t('security.totp.code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          spellCheck={false}
        />
        <Field
          label={t('security.name')}
          hint={t('security.totp.name-hint')}
          name="name"
          defaultValue={t('security.totp.name')}
          maxLength={LONGEST_NAME}
        />
        <Actions>
          <Button>{t('security.totp.confirm')}</Button>
          <ButtonLink href={back}>{t('security.back')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}

/** What will happen, a name for the key, and the button that asks the device. */
export function PasskeyEnrolment({
  t,
  action,
  back,
  hidden,
  options,
  wrong,
}: Shown & { options: CreationOptions; wrong: string | undefined }) {
  return (
    <>
      {wrong && <Notice kind="danger">{wrong}</Notice>}
      <p>{t('security.passkey.explained')}</p>
      <PasskeyForm t={t} action={action} hidden={hidden} asked={{ act: 'create', options }} button={t('security.passkey.create')}>
        <Field
          label={t('security.name')}
          hint={t('security.passkey.name-hint')}
          name="name"
          defaultValue={t('security.passkey.name')}
          maxLength={LONGEST_NAME}
        />
      </PasskeyForm>
      <Actions>
        <ButtonLink href={back}>{t('security.back')}</ButtonLink>
      </Actions>
    </>
  );
}

/** The codes, this once; a file made from the page's own form, so that nothing is kept to make it. */
export function CodesToKeep({
  t,
  codes,
  file,
  next,
  hidden,
}: {
  t: Translate;
  codes: readonly string[];
  file: string;
  next: string;
  hidden: Hidden;
}) {
  return (
    <>
      <Notice kind="warning" title={t('security.codes.once')}>
        {t('security.codes.where')}
      </Notice>
      <ol className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Form action={file} hidden={{ ...hidden, codes: codes.join(' ') }}>
        <Actions>
          <Button kind="secondary">{t('security.codes.download')}</Button>
          <ButtonLink kind="primary" href={next}>
            {t('security.codes.kept')}
          </ButtonLink>
        </Actions>
      </Form>
      <p className="hint">{t('security.codes.print')}</p>
    </>
  );
}
