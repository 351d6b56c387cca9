import { Link, useSearchParams } from 'react-router';
import { t } from '../words.ts';
import { cell, COLUMNS, sorted, type Column, type Right } from './rights.ts';
import { anchorOf, type Said } from './said.ts';

/** The same as the graph, line by line; a heading sorts by its column, a second time the other way round. */
export function RightsTable({ rights, said }: { rights: readonly Right[]; said: Said }) {
  const [address, setAddress] = useSearchParams();
  const order = address.get('order') ?? '';
  const sort = (column: Column) =>
    setAddress(
      (before) => {
        const after = new URLSearchParams(before);
        after.set('order', order === column ? `-${column}` : column);
        return after;
      },
      { replace: true },
    );
  return (
    <table className="rights">
      <caption className="unseen">{t('policy.table-label')}</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" aria-sort={order === column ? 'ascending' : order === `-${column}` ? 'descending' : undefined}>
              <button type="button" onClick={() => sort(column)}>
                {t(`policy.column-${column}`)}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted(said, rights, order).map((each) => (
          <Line key={`${each.role} ${each.rule.id}`} right={each} said={said} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ right, said }: { right: Right; said: Said }) {
  const { role, may, type, portal, reason } = cell(said, right);
  return (
    <tr>
      <th scope="row">
        <Link to={{ pathname: '/policies', hash: anchorOf(right.role) }}>{role}</Link>
      </th>
      <td data-column={t('policy.column-may')}>{may}</td>
      <td data-column={t('policy.column-type')}>{type}</td>
      <td data-column={t('policy.column-portal')}>{portal}</td>
      <td>{reason}</td>
    </tr>
  );
}
