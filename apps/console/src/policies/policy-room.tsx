import { useSearchParams } from 'react-router';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { inOurLanguage, t } from '../words.ts';
import { Cited } from './cited.tsx';
import { PolicyFrame, useAnchor } from './frame.tsx';
import { usePolicy, type PolicyPage } from './queries.ts';
import { RoleCard } from './role-card.tsx';
import { roleFound, Said } from './said.ts';
import { Separation } from './separation.tsx';

/** The policy in force as people read it, role by role. @fr règles en vigueur */
export function PolicyRoom() {
  const policy = usePolicy();
  const print = (
    <button type="button" className="button secondary small" onClick={() => window.print()}>
      {t('policy.print')}
    </button>
  );
  return (
    <PolicyFrame title={t('policy.title')} acts={policy.data && print}>
      {policy.isPending && <Loading lines={8} />}
      {policy.error && !policy.data && <Failed problem={policy.error} retry={() => void policy.refetch()} level="h2" />}
      {policy.data && <Page page={policy.data} />}
    </PolicyFrame>
  );
}

function Page({ page }: { page: PolicyPage }) {
  const [address, setAddress] = useSearchParams();
  const said = new Said(page);
  const query = address.get('q') ?? '';
  const portal = address.get('portal') ?? '';
  const portals = [...new Set(page.roles.map((each) => each.portal ?? ''))];
  const roles = page.roles.filter((each) => (portal === '' || (each.portal ?? '-') === portal) && roleFound(each, said, query));
  const set = (patch: Record<string, string>) =>
    setAddress(
      Object.entries({ ...Object.fromEntries(address), ...patch }).filter(([, value]) => value !== ''),
      { replace: true },
    );
  useAnchor();
  return (
    <>
      <p className="lead">{t('policy.lead', { version: page.version })}</p>
      <search className="filters">
        <div className="field search">
          <label htmlFor="policy-q">{t('policy.search')}</label>
          <input id="policy-q" type="search" value={query} onChange={(event) => set({ q: event.target.value })} autoComplete="off" />
        </div>
        <div className="field">
          <label htmlFor="policy-portal">{t('policy.portal')}</label>
          <select id="policy-portal" value={portal} onChange={(event) => set({ portal: event.target.value })}>
            <option value="">{t('policy.all-portals')}</option>
            {portals.map((each) => (
              <option key={each} value={each || '-'}>
                {said.portal(each || null)}
              </option>
            ))}
          </select>
        </div>
      </search>
      <p className="hint" role="status">
        {t('policy.found', { count: roles.length })}
      </p>
      {roles.length === 0 && (
        <Empty title={t('policy.none-title')}>
          <p>{t('policy.none-text')}</p>
        </Empty>
      )}
      {roles.map((each) => (
        <RoleCard key={each.id} role={each} said={said} />
      ))}
      {query === '' && portal === '' && <Separations page={page} said={said} />}
    </>
  );
}

/** What nobody does, whatever their roles, and what nobody holds together. */
function Separations({ page, said }: { page: PolicyPage; said: Said }) {
  return (
    <>
      <section className="card" aria-labelledby="separations">
        <h2 id="separations">{t('policy.separations')}</h2>
        <p className="hint">{t('policy.separations-lead')}</p>
        <ul className="lines">
          {page.separations.map((each) => (
            <Separation key={each.id} rule={each} said={said} />
          ))}
        </ul>
      </section>
      {page.apart.length > 0 && (
        <section className="card" aria-labelledby="apart">
          <h2 id="apart">{t('policy.apart')}</h2>
          <ul className="lines">
            {page.apart.map((each) => (
              <li key={each.id} className="line">
                <div>
                  <p className="line-title">{said.rolesList(each.roles)}</p>
                  <p>{inOurLanguage(each)}</p>
                  <Cited of={each} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
