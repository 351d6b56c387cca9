import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table';
import type { MemberRow } from '../api/types.ts';
import { Badge, ReachBadge } from '../shell/badge.tsx';
import { shortDay } from '../when.ts';
import { t } from '../words.ts';

/** One line a person: arrows go from line to line, Enter opens the sheet. On a narrow screen each line is a card. */
export function MembersTable({ rows, busy }: { rows: readonly MemberRow[]; busy: boolean }) {
  return (
    <Table className="members" aria-label={t('members.title')} aria-busy={busy}>
      <TableHeader>
        <Column isRowHeader>{t('members.column-name')}</Column>
        <Column>{t('members.column-place')}</Column>
        <Column>{t('members.column-access')}</Column>
        <Column>{t('members.column-last')}</Column>
      </TableHeader>
      <TableBody items={rows}>{(row) => <MemberLine row={row} />}</TableBody>
    </Table>
  );
}

function MemberLine({ row }: { row: MemberRow }) {
  const name = `${row.familyName.toLocaleUpperCase('fr')} ${row.givenName}`;
  return (
    <Row id={row.id} href={`/members/${row.id}`} textValue={name}>
      <Cell>
        <span className="member-name">{name}</span>
      </Cell>
      <Cell>{places(row)}</Cell>
      <Cell>
        <span className="badges">
          <ReachBadge reach={row.reach} />
          {row.charter && <Badge tone="warning">{t('members.charter')}</Badge>}
          {row.stage !== 'open' && <Badge>{t(`stage.${row.stage}`)}</Badge>}
          {row.holds.map((hold) => (
            <Badge key={hold}>{t(`hold.${hold}`)}</Badge>
          ))}
        </span>
      </Cell>
      <Cell>
        <span className="last-label">{t('members.column-last')}&nbsp;: </span>
        {row.lastSignInAt ? shortDay(row.lastSignInAt) : t('members.never')}
      </Cell>
    </Row>
  );
}

const places = ({ memberships }: MemberRow) =>
  memberships
    .map(({ organisation, stage }) => (stage === 'active' ? organisation.name : `${organisation.name} (${t(`place.${stage}`)})`))
    .join(', ') || '–';
