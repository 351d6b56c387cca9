import type { StandingLimit } from '@habilis/access';
import { Actions, Button, Form, Notice, Page, parisDateTime, type Hidden, type Translate } from '@habilis/pages';
import type { Portal } from '../portals.ts';

export type ClosedBy = Exclude<StandingLimit, { kind: 'charter' }>;

/** The person's place in the portal's organisation, as far as this page speaks of it. */
export type Place = 'none' | 'requested' | 'refused' | 'ended';

interface Props {
  readonly t: Translate;
  readonly portal: Portal;
  readonly organisation: string | undefined;
  /** What keeps the door shut; none when it has opened in the meantime. */
  readonly limits: readonly ClosedBy[];
  readonly place: Place;
  /** Whether a place can be asked for from here. */
  readonly mayAsk: boolean;
  readonly uid: string;
  readonly hidden: Hidden;
}

/** Says why the door is shut, until when, whom to write to, and lets the person leave. */
export function StandingPage({ t, portal, organisation, limits, place, mayAsk, uid, hidden }: Props) {
  if (limits.length === 0) return <OpenAgain t={t} portal={portal} organisation={organisation} uid={uid} hidden={hidden} />;
  return (
    <Page t={t} title={t('provider.standing.title', { portal: portal.name })} organisation={organisation}>
      {reasons(limits, place).map((reason, at) => (
        <Notice key={at} kind={reason.waits ? 'info' : 'warning'}>
          {sentence(t, reason, organisation ?? portal.name)}
        </Notice>
      ))}
      <p>
        {t('provider.standing.contact')} <a href={`mailto:${portal.contact}`}>{portal.contact}</a>
      </p>
      {mayAsk && (
        <Form action={`/interaction/${uid}/ask`} hidden={hidden}>
          <Button>{t('provider.standing.ask')}</Button>
        </Form>
      )}
      <Form action={`/interaction/${uid}/leave`} hidden={hidden}>
        <Actions>
          <Button kind="secondary">{t('provider.leave', { portal: portal.name })}</Button>
          <Button kind="quiet" name="session" value="end">
            {t('provider.standing.sign-out')}
          </Button>
        </Actions>
      </Form>
    </Page>
  );
}

function OpenAgain({ t, portal, organisation, uid, hidden }: Pick<Props, 't' | 'portal' | 'organisation' | 'uid' | 'hidden'>) {
  return (
    <Page t={t} title={t('provider.standing.open')} portal={portal.name} organisation={organisation}>
      <Form action={`/interaction/${uid}/continue`} hidden={hidden}>
        <Button>{t('provider.standing.continue')}</Button>
      </Form>
    </Page>
  );
}

interface Reason {
  readonly key: string;
  readonly until?: Date | null;
  readonly waits?: boolean;
}

/** What to say first is what lasts longest; a place that is missing matters only when nothing else does. */
function reasons(limits: readonly ClosedBy[], place: Place): Reason[] {
  const said = limits.map((limit): Reason => {
    if (limit.kind === 'stage') return { key: `stage-${limit.stage}`, waits: limit.stage === 'requested' };
    if (limit.kind === 'hold') return { key: `hold-${limit.hold}`, until: limit.until };
    return { key: `place-${place}`, waits: place === 'requested' };
  });
  const stronger = said.filter(({ key }) => !key.startsWith('place-'));
  const spoken = stronger.length > 0 ? stronger : said;
  return [...new Map(spoken.map((each) => [each.key, each])).values()];
}

function sentence(t: Translate, { key, until }: Reason, organisation: string): string {
  const text = t(`provider.standing.${key}`, { organisation });
  return until ? `${text} ${t('provider.standing.until', { until: parisDateTime(until, t.language) })}` : text;
}
