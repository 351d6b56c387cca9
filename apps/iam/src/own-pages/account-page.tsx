import type { Account } from '@habilis/accounts';
import {
  Badge,
  Button,
  Choice,
  Definition,
  EmptyState,
  Form,
  Notice,
  parisDateTime,
  Time,
  type Hidden,
  type Translate,
} from '@habilis/pages';
import type { WebSession } from '../session/web-sessions.ts';
import { levelInWords } from './level-in-words.ts';
import type { PlaceInWords, StandingInWords } from './standing-in-words.ts';

const LOOK = { portals: 'success', 'own-account': 'warning', nowhere: 'danger' } as const;

/** The first of the person's own pages. */
export function AccountPage({
  t,
  account,
  session,
  standing,
}: {
  t: Translate;
  account: Account;
  session: WebSession;
  standing: StandingInWords;
}) {
  return (
    <>
      <Notice kind={standing.reach === 'portals' ? 'success' : 'warning'} title={t(`own.standing.reach-${standing.reach}`)}>
        {standing.reasons.length > 0 && (
          <ul>
            {standing.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </Notice>
      <h2>{t('own.account.places')}</h2>
      {standing.places.length === 0 && <EmptyState title={t('own.account.no-place')} />}
      <ul className="places" role="list">
        {standing.places.map((place) => (
          <li key={place.organisation}>
            <Place t={t} place={place} />
          </li>
        ))}
      </ul>
      <h2>{t('own.account.identity')}</h2>
      <Definition
        items={[
          { term: t('own.account.name'), value: `${account.givenName} ${account.familyName}` },
          { term: t('own.account.signed-in'), value: <Time at={session.authTime} /> },
          { term: t('own.account.level'), value: levelInWords(t, session.acr) },
        ]}
      />
      <h2>{t('own.account.more')}</h2>
      <Choice
        label={t('own.account.more')}
        options={[
          { href: '/moi/securite', label: t('security.title'), description: t('security.short') },
          { href: '/moi/identites', label: t('identities.title'), description: t('identities.short') },
          { href: '/moi/roles', label: t('own.roles.title'), description: t('own.roles.lead') },
          { href: '/moi/sessions', label: t('own.sessions.title'), description: t('own.sessions.lead') },
          { href: '/moi/chartes', label: t('own.charters.title'), description: t('own.charters.lead') },
          { href: '/moi/activite', label: t('own.activity.title'), description: t('own.activity.lead') },
          { href: '/moi/courriel', label: t('email.title'), description: t('email.short') },
          { href: '/moi/suspension', label: t('pause.title'), description: t('pause.short') },
          { href: '/moi/recus', label: t('receipts.page.list'), description: t('receipts.page.list-lead') },
          { href: '/moi/cloture', label: t('own.closure.title'), description: t('own.closure.short') },
        ]}
      />
    </>
  );
}

/** Someone asks to enrol anew on this account: whoever reads it here still holds a way in, and can stop it. */
export function RecoveryAsked({ t, at, hidden }: { t: Translate; at: Date; hidden: Hidden }) {
  return (
    <Notice kind="danger" title={t('recovery.under-way')}>
      <p>{t('recovery.under-way-text', { at: parisDateTime(at, t.language) })}</p>
      <Form action="/moi/secours/arreter" hidden={hidden}>
        <Button kind="danger">{t('recovery.stop')}</Button>
      </Form>
    </Notice>
  );
}

function Place({ t, place }: { t: Translate; place: PlaceInWords }) {
  return (
    <>
      <h3>
        {place.organisation} <Badge kind={LOOK[place.reach]}>{t(`own.standing.badge-${place.reach}`)}</Badge>
      </h3>
      {place.reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
    </>
  );
}
