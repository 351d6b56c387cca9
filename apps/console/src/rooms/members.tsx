import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useMembers } from '../api/queries.ts';
import type { Me, MemberRow, Page } from '../api/types.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { t } from '../words.ts';
import { filtersOf, queryOf } from './members-address.ts';
import { MembersFilters } from './members-filters.tsx';
import { MembersTable } from './members-table.tsx';

const ROWS = 50;

/** Everyone in my organisations. The address says what is shown, so that it can be sent, kept and gone back to. @fr membres */
export function MembersRoom({ me }: { me: Me }) {
  useTitle(t('members.title'));
  const [address] = useSearchParams();
  const members = useMembers(queryOf(address, ROWS));
  const filters = filtersOf(address);
  const narrowed = Object.values(filters).some(Boolean) || address.has('cursor');
  return (
    <>
      <h1>{t('members.title')}</h1>
      <MembersFilters me={me} />
      <p className="unseen" role="status">
        {members.data &&
          !members.isPlaceholderData &&
          (members.data.items.length ? t('members.shown', { count: members.data.items.length }) : t('members.shown-zero'))}
      </p>
      {members.isPending && <Loading lines={10} />}
      {members.error && !members.data && <Failed problem={members.error} retry={() => void members.refetch()} level="h2" />}
      {members.data && <Found page={members.data} narrowed={narrowed} busy={members.isPlaceholderData} />}
    </>
  );
}

function Found({ page, narrowed, busy }: { page: Page<MemberRow>; narrowed: boolean; busy: boolean }) {
  if (page.items.length === 0) {
    const words = narrowed ? 'empty' : 'first';
    return (
      <Empty title={t(`members.${words}-title`)}>
        <p>{t(`members.${words}-text`)}</p>
      </Empty>
    );
  }
  return (
    <>
      <MembersTable rows={page.items} busy={busy} />
      <Pages next={page.next} />
    </>
  );
}

/**
 * From page to page by cursor: the ten-thousandth line costs what the first one does.
 *
 * A cursor only knows the way on; the way back is the trail kept in the browser's history.
 */
function Pages({ next }: { next: string | null }) {
  const [address] = useSearchParams();
  const navigate = useNavigate();
  const location = useLocation();
  const trail = (location.state as { trail?: string[] } | null)?.trail ?? [];
  const here = address.get('cursor');
  if (!next && !here) return null;
  const go = (cursor: string | null | undefined, walked: string[]) => {
    const query = new URLSearchParams(address);
    query.delete('cursor');
    if (cursor) query.set('cursor', cursor);
    void navigate({ search: query.toString() }, { state: { trail: walked } });
    document.getElementById('content')?.focus();
    scrollTo(0, 0);
  };
  return (
    <nav className="pages" aria-label={t('members.pages')}>
      {here && (
        <button type="button" className="button secondary" onClick={() => go(trail.at(-1), trail.slice(0, -1))}>
          {t(trail.length ? 'members.previous' : 'members.first')}
        </button>
      )}
      {next && (
        <button type="button" className="button secondary" onClick={() => go(next, [...trail, here ?? ''])}>
          {t('members.next')}
        </button>
      )}
    </nav>
  );
}
