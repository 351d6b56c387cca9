import { useState } from 'react';
import { putAside } from '../acts/come-back.ts';
import { ImportForm } from '../invitations/import-form.tsx';
import { InvitationsTable } from '../invitations/invitations-table.tsx';
import { INVITE_FORM, InviteForm } from '../invitations/invite-form.tsx';
import { PastImports } from '../invitations/past-imports.tsx';
import { useInvitations } from '../invitations/queries.ts';
import type { Me } from '../api/types.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { t } from '../words.ts';

/** Inviting people who come through no upstream, one by one or by a file. @fr invitations */
export function InvitationsRoom({ me }: { me: Me }) {
  useTitle(t('invitations.title'));
  const invitations = useInvitations();
  const items = invitations.data?.pages.flatMap((page) => page.items);
  const [way, setWay] = useState<'one' | 'file' | null>(() => (putAside(INVITE_FORM) === undefined ? null : 'one'));
  const places = me.organisations.filter(({ id }) => me.acts.invite.includes(id));
  return (
    <>
      <h1>{t('invitations.title')}</h1>
      <p className="lead">{t('invitations.lead')}</p>
      <p className="actions">
        {(['one', 'file'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className={each === 'one' ? 'button' : 'button secondary'}
            aria-expanded={way === each}
            onClick={() => setWay(way === each ? null : each)}
          >
            {t(`invitations.${each}`)}
          </button>
        ))}
      </p>
      {way === 'one' && <InviteForm places={places} close={() => setWay(null)} />}
      {way === 'file' && <ImportForm places={places} />}
      {invitations.isPending && <Loading lines={6} />}
      {invitations.error && !invitations.data && <Failed problem={invitations.error} retry={() => void invitations.refetch()} level="h2" />}
      <PastImports />
      {items && items.length === 0 && (
        <Empty title={t('invitations.empty-title')}>
          <p>{t('invitations.empty-text')}</p>
        </Empty>
      )}
      {items && items.length > 0 && <InvitationsTable items={items} me={me} />}
      {invitations.hasNextPage && (
        <button
          type="button"
          className="button secondary"
          onClick={() => void invitations.fetchNextPage()}
          disabled={invitations.isFetchingNextPage}
        >
          {t('invitations.more')}
        </button>
      )}
    </>
  );
}
