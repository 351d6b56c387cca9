import { LOSS_REASONS, LOST, TYPED_CONTROLS, type Lost, type LossWhy } from '@habilis/credentials';
import { Actions, Button, ButtonLink, Field, Form, Notice, Select, type Translate } from '@habilis/pages';

export interface Chosen {
  readonly what?: string | undefined;
  readonly why?: string | undefined;
  /** The very one that is reported, by the name its person gave it: what is shut then is that one, or everything. */
  readonly factor?: { readonly id: string; readonly name: string };
}

interface ReportPageProps {
  readonly t: Translate;
  readonly hidden: Record<string, string>;
  readonly signedIn: boolean;
  /** What was typed when it could not be taken, and why; never the proof itself. */
  readonly tried?: (Chosen & { readonly identifier: string; readonly control: string; readonly refused: string }) | undefined;
}

/** Reporting without being signed in: who, what, and something that shows it is theirs. */
export function ReportPage({ t, hidden, signedIn, tried }: ReportPageProps) {
  return (
    <>
      {tried && <Notice kind="danger">{tried.refused}</Notice>}
      {signedIn && (
        <Notice kind="info">
          <p>
            {t('loss.signed-in')} <a href="/moi/perte">{t('loss.signed-in-link')}</a>
          </p>
        </Notice>
      )}
      <Form action="/report" hidden={hidden}>
        <Field
          name="identifier"
          label={t('loss.identifier')}
          hint={t('loss.identifier-hint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          defaultValue={tried?.identifier ?? ''}
        />
        <WhatAndWhy t={t} chosen={tried ?? {}} />
        <Select
          name="control"
          label={t('loss.control')}
          defaultValue={tried?.control ?? 'link'}
          options={['link', ...TYPED_CONTROLS].map((value) => ({ value, label: t(`loss.control-${value}`) }))}
        />
        <Field name="value" type="password" label={t('loss.value')} hint={t('loss.value-hint')} autoComplete="off" optional />
        <Actions>
          <Button kind="danger">{t('loss.report')}</Button>
        </Actions>
      </Form>
      <p className="hint">{t('loss.nothing-left')}</p>
    </>
  );
}

/** One click for someone whom a session or a link already speaks for. */
export function ConfirmLoss({
  t,
  hidden,
  action,
  chosen,
  back,
}: {
  t: Translate;
  hidden: Record<string, string>;
  action: string;
  chosen: Chosen;
  back: string;
}) {
  return (
    <>
      <Notice kind="warning" title={t('loss.what-happens')}>
        <ul>
          {['at-once', 'told', 'receipt', 'back'].map((key) => (
            <li key={key}>{t(`loss.happens-${key}`)}</li>
          ))}
        </ul>
      </Notice>
      <Form action={action} hidden={hidden}>
        <WhatAndWhy t={t} chosen={chosen} />
        <Actions>
          <Button kind="danger">{t('loss.confirm')}</Button>
          <ButtonLink href={back}>{t('loss.cancel')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}

function WhatAndWhy({ t, chosen }: { t: Translate; chosen: Chosen }) {
  const what: Lost = LOST.find((each) => each === chosen.what) ?? 'account';
  const { factor } = chosen;
  const offered = factor ? [what, 'account' as const] : LOST;
  const labelOf = (value: Lost) =>
    factor && value !== 'account'
      ? t('loss.what-this', { kind: t(`own.activity.kind-${value}`), name: factor.name })
      : t(`loss.what-${value}`);
  const why: LossWhy = LOSS_REASONS.find((each) => each === chosen.why) ?? 'lost';
  return (
    <>
      <Select
        name="why"
        label={t('loss.why')}
        defaultValue={why}
        options={LOSS_REASONS.map((value) => ({ value, label: t(`loss.why-${value}`) }))}
      />
      <Select name="what" label={t('loss.what')} defaultValue={what} options={offered.map((value) => ({ value, label: labelOf(value) }))} />
    </>
  );
}
