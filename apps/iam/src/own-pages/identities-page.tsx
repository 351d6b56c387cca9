import type { OwnIdentity } from '@habilis/accounts';
import type { Identifier, KeptPassword } from '@habilis/credentials';
import type { OfferedMeans } from '@habilis/federation';
import { Actions, ButtonLink, Choice, Definition, EmptyState, Notice, Time, type Translate } from '@habilis/pages';
import type { Names } from './names.ts';

interface Props {
  readonly t: Translate;
  readonly linked: readonly OwnIdentity[];
  /** Upstreams that may still be added. */
  readonly free: readonly OfferedMeans[];
  readonly identifier: Identifier | undefined;
  readonly password: KeptPassword | undefined;
  /** Passkeys that work: each opens the account by itself. */
  readonly passkeys: number;
  readonly names: Names;
  /** What has just been done, to say so. */
  readonly done: string | undefined;
}

/** Every way in to one's own account, and those that can be added. */
export function IdentitiesPage({ t, linked, free, identifier, password, passkeys, names, done }: Props) {
  return (
    <>
      {done && <Notice kind={done === 'already' ? 'info' : 'success'}>{t(`identities.done-${done}`)}</Notice>}
      <h2>{t('identities.upstreams')}</h2>
      {linked.length === 0 && <EmptyState title={t('identities.none')} />}
      <ul className="places" role="list">
        {linked.map((identity) => (
          <li key={identity.id}>
            <Linked t={t} identity={identity} upstream={names.means(identity.upstream)} />
          </li>
        ))}
      </ul>
      <h2>{t('identities.local')}</h2>
      <Definition
        items={[
          { term: t('passwords.identifier'), value: identifier?.written ?? t('identities.no-identifier') },
          {
            term: t('sign-in.password'),
            value: password ? (
              <>
                {t('security.password.since')} <Time at={password.changedAt} />
              </>
            ) : (
              t('security.password.none')
            ),
          },
          { term: t('identities.passkeys'), value: t('identities.passkey-count', { count: passkeys }) },
        ]}
      />
      <h2>{t('identities.more')}</h2>
      <Choice
        label={t('identities.more')}
        options={[
          ...free.map(({ id, label }) => ({
            href: `/moi/identites/ajouter/${id}`,
            label: t('identities.add', { upstream: label }),
            description: t('identities.add-short'),
          })),
          ...(identifier
            ? []
            : [{ href: '/moi/identites/identifiant', label: t('identities.choose'), description: t('identities.choose-short') }]),
          { href: '/moi/securite', label: t('security.title'), description: t('security.short') },
        ]}
      />
      <Actions>
        <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
      </Actions>
    </>
  );
}

function Linked({ t, identity, upstream }: { t: Translate; identity: OwnIdentity; upstream: string }) {
  const { id, since, lastUsedAt, nationalId, givenName, familyName } = identity;
  return (
    <>
      <h3>{upstream}</h3>
      <Definition
        items={[
          { term: t('identities.known-as'), value: <bdi>{`${givenName} ${familyName}`}</bdi> },
          ...(nationalId === null ? [] : [{ term: t('identities.national-id'), value: nationalId }]),
          { term: t('identities.since'), value: <Time at={since} /> },
          { term: t('identities.used'), value: <Time at={lastUsedAt} /> },
        ]}
      />
      <Actions>
        <ButtonLink kind="quiet" href={`/moi/identites/${id}/retrait`}>
          {t('identities.remove', { upstream })}
        </ButtonLink>
      </Actions>
    </>
  );
}
