import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { read } from '../api/client.ts';
import type { RenewalSheet } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day, moment } from '../when.ts';
import { t } from '../words.ts';

const TONE = { renewed: 'success', waiting: 'warning', shut: 'danger' } as const;

/** One renewal: how far everyone is, as a screen, as paper and as a file. @fr suivi d'un renouvellement */
export function RenewalRoom() {
  const { id = '' } = useParams();
  useTitle(t('renewals.title'));
  const found = useQuery({
    queryKey: ['renewal', id],
    queryFn: ({ signal }) => read<RenewalSheet>(`renewals/${id}`, signal),
    refetchInterval: 10_000,
  });
  if (found.isPending) return <Loading lines={10} />;
  if (found.error) return <Failed problem={found.error} retry={() => void found.refetch()} />;
  const sheet = found.data;
  const shut = sheet.people.filter(({ state }) => state === 'shut').length;
  return (
    <>
      <p className="back">
        <Link to="/renewals">{t('renewals.title')}</Link>
      </p>
      <h1>{t('renewals.named', { day: day(sheet.startedAt), what: t(`renewals.what-${sheet.what}`) })}</h1>
      <p className="lead">{t(sheet.over ? 'renewals.was-due' : 'renewals.due', { day: day(sheet.deadline) })}</p>
      <p>
        <progress max={sheet.asked} value={sheet.renewed} aria-label={t('renewals.progress-label')} />{' '}
        {t('renewals.progress', { count: sheet.renewed, asked: sheet.asked })}
        {shut > 0 && ` ${t('renewals.shut-count', { count: shut })}`}
      </p>
      <p className="renewal-acts">
        <button type="button" className="button secondary" onClick={() => void download(id)}>
          {t('renewals.csv')}
        </button>
        <button type="button" className="button secondary" onClick={() => print()}>
          {t('renewals.print')}
        </button>
      </p>
      <div className="scroll" role="region" aria-label={t('renewals.people')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {['name', 'state', 'last-change', 'reminded', 'renewed-at'].map((each) => (
                <th key={each} scope="col">
                  {t(`renewals.column-${each}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.people.map((each) => (
              <tr key={each.account}>
                <th scope="row">
                  <Link to={`/members/${each.account}`}>{each.name}</Link>
                </th>
                <td>
                  <Badge tone={TONE[each.state]}>{t(`renewals.state-${each.state}`)}</Badge>
                </td>
                <td>{each.lastChange ? day(each.lastChange) : '–'}</td>
                <td>{each.remindedAt ? moment(each.remindedAt) : '–'}</td>
                <td>{each.renewedAt ? moment(each.renewedAt) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A byte order mark in front: spreadsheets then read the accents right. */
async function download(id: string): Promise<void> {
  const { name, csv } = await read<{ name: string; csv: string }>(`renewals/${id}/report`);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
