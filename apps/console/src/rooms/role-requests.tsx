import { useState } from 'react';
import { Link } from 'react-router';
import { useReasons } from '../api/queries.ts';
import { useRoleRequests } from '../api/entitlements.ts';
import type { RoleRequest } from '../api/entitlements.ts';
import type { Me } from '../api/types.ts';
import { AnswerRow } from '../entitlements/answer-row.tsx';
import { ProposeRole } from '../entitlements/propose-role.tsx';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day } from '../when.ts';
import { inOurLanguage, t } from '../words.ts';

/** Roles that somebody asks for, and who has to answer. @fr demandes d'habilitation */
export function RoleRequestsRoom({ me }: { me: Me }) {
  useTitle(t('role-requests.title'));
  const [page, setPage] = useState(1);
  const requests = useRoleRequests(page);
  const items = requests.data?.items ?? [];
  return (
    <>
      <h1>{t('role-requests.title')}</h1>
      {me.acts.grant.length > 0 && <ProposeRole me={me} to="person" />}
      {requests.isPending && <Loading />}
      {requests.error && !requests.data && <Failed problem={requests.error} retry={() => void requests.refetch()} level="h2" />}
      {requests.data && items.length === 0 && (
        <Empty title={t('role-requests.empty-title')}>
          <p>{t('role-requests.empty-text')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <>
          <p className="lead">{t('role-requests.lead')}</p>
          <ul className="requests" aria-label={t('role-requests.title')}>
            {items.map((each) => (
              <RequestItem key={each.id} request={each} />
            ))}
          </ul>
        </>
      )}
      <Pages page={page} more={requests.data?.more ?? false} go={setPage} />
    </>
  );
}

export function Pages({ page, more, go }: { page: number; more: boolean; go: (page: number) => void }) {
  if (page === 1 && !more) return null;
  return (
    <div className="actions">
      <button type="button" className="button secondary" onClick={() => go(page - 1)} disabled={page === 1}>
        {t('role-requests.before')}
      </button>
      <button type="button" className="button secondary" onClick={() => go(page + 1)} disabled={!more}>
        {t('role-requests.after')}
      </button>
    </div>
  );
}

function RequestItem({ request }: { request: RoleRequest }) {
  const { id, holder, role, organisation, until, why, askedBy, askedAt, expiresAt, endorsedBy, step, putsOn, mine } = request;
  const reason = useReasons().data?.acts[putsOn === null ? 'grant' : 'elevation']?.find(({ code }) => code === why);
  const forThemselves = askedBy.id === holder.id;
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          <Link to={`/members/${holder.id}`}>{holder.name}</Link>
        </h2>
        <p>
          {t('role-requests.wants', { role: role.name, organisation: organisation.name })}
          {until && `, ${t('grant.until', { day: day(until) })}`}
        </p>
        {reason && <p>{t('role-requests.why', { why: inOurLanguage(reason) })}</p>}
        <p className="hint">
          {forThemselves
            ? t('role-requests.asked', { day: day(askedAt) })
            : t('role-requests.asked-by', { who: askedBy.name, day: day(askedAt) })}
          {' · '}
          {t('role-requests.expires', { day: day(expiresAt) })}
        </p>
        <p className="badges">
          {putsOn !== null && <Badge tone="info">{t('role-requests.puts-on', { minutes: putsOn })}</Badge>}
          {step === 'approve' && putsOn === null && <Badge tone="warning">{t('role-requests.second')}</Badge>}
          {endorsedBy && !forThemselves && !mine && <Badge tone="info">{t('role-requests.not-yours')}</Badge>}
        </p>
      </div>
      {mine && <AnswerRow id={id} name={holder.name} role={role.name} />}
    </li>
  );
}
