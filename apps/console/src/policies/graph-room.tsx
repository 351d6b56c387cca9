import { useMemo, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { t } from '../words.ts';
import { PolicyFrame } from './frame.tsx';
import { GraphPicture } from './graph-picture.tsx';
import { usePolicy, type PolicyPage } from './queries.ts';
import { OURS, rightsOf } from './rights.ts';
import { RightsTable } from './rights-table.tsx';
import { Said } from './said.ts';

const NARROW = '(max-width: 46rem)';

/** The policy in force, drawn, and as a table: the same lines, the same filters. @fr graphe des règles */
export function GraphRoom() {
  const policy = usePolicy();
  return (
    <PolicyFrame title={t('policy.graph-title')}>
      {policy.isPending && <Loading lines={8} />}
      {policy.error && !policy.data && <Failed problem={policy.error} retry={() => void policy.refetch()} level="h2" />}
      {policy.data && <Views page={policy.data} />}
    </PolicyFrame>
  );
}

const FILTERS = ['role', 'type', 'portal'] as const;

function Views({ page }: { page: PolicyPage }) {
  const [address, setAddress] = useSearchParams();
  const narrow = useNarrow();
  const view = address.get('view') ?? (narrow ? 'table' : 'graph');
  const [role, type, portal] = FILTERS.map((each) => address.get(each) ?? '') as [string, string, string];
  const said = useMemo(() => new Said(page), [page]);
  const rights = useMemo(() => rightsOf(said, { role, type, portal }), [said, role, type, portal]);
  const portals = [...new Set(page.types.map((each) => each.portal))].map((each) => [each ?? OURS, said.portal(each)] as const);
  const options = {
    role: page.roles.map(({ id }) => [id, said.role(id)] as const),
    type: page.types.map(({ id }) => [id, said.type(id)] as const),
    portal: portals,
  };
  const set = (name: string, value: string) =>
    setAddress(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  return (
    <>
      <div className="views" role="group" aria-label={t('policy.view')}>
        {(['graph', 'table'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className="button secondary small"
            aria-pressed={view === each}
            onClick={() => set('view', each)}
          >
            {t(`policy.view-${each}`)}
          </button>
        ))}
      </div>
      <search className="filters">
        {FILTERS.map((name) => (
          <div key={name} className="field">
            <label htmlFor={`rights-${name}`}>{t(`policy.filter-${name}`)}</label>
            <select id={`rights-${name}`} value={address.get(name) ?? ''} onChange={(event) => set(name, event.target.value)}>
              <option value="">{t(`policy.any-${name}`)}</option>
              {options[name].map(([id, words]) => (
                <option key={id} value={id}>
                  {words}
                </option>
              ))}
            </select>
          </div>
        ))}
      </search>
      <p className="hint" role="status">
        {t('policy.rights', { count: rights.length })}
      </p>
      {rights.length === 0 ? (
        <Empty title={t('policy.no-rights-title')}>
          <p>{t('policy.no-rights-text')}</p>
        </Empty>
      ) : view === 'table' ? (
        <RightsTable rights={rights} said={said} />
      ) : (
        <GraphPicture rights={rights} said={said} />
      )}
    </>
  );
}

const onNarrow = (listener: () => void) => {
  const query = matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};
const useNarrow = () => useSyncExternalStore(onNarrow, () => matchMedia(NARROW).matches);
