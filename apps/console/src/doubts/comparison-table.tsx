import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Comparison } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { moment, day } from '../when.ts';
import { t, wordFor } from '../words.ts';

type Arrived = Comparison['arrived'];
type Person = Comparison['people'][number];

/** One thing that is compared: what the arrival says of it, and what is on record. */
interface Line {
  readonly words: string;
  readonly came: (arrived: Arrived) => readonly string[];
  readonly known: (person: Person, arrived: Arrived) => readonly string[];
}

/** An identity on record counts against an arrival of the same means first; of another means, it tells more rarely. */
const sameMeans = (person: Person, { upstream }: Arrived) => {
  const same = person.identities.filter((each) => each.upstream === upstream);
  return same.length > 0 ? same : person.identities;
};
const present = (values: readonly (string | null)[]) => [...new Set(values.filter((each) => each !== null))];

// prettier-ignore
const COMPARED: readonly Line[] = [
  { words: 'family-name', came: ({ familyName }) => [familyName], known: ({ familyName }) => [familyName] },
  { words: 'given-name',  came: ({ givenName }) => [givenName],   known: ({ givenName }) => [givenName] },
  { words: 'national-id', came: ({ nationalId, otherIds }) => present([nationalId, ...otherIds]),
                          known: (person, arrived) => present(sameMeans(person, arrived).map(({ nationalId }) => nationalId)) },
  { words: 'means',       came: ({ upstream }) => [wordFor('upstream', upstream)],
                          known: ({ identities }) => present(identities.map(({ upstream }) => wordFor('upstream', upstream))) },
  { words: 'activities',  came: ({ activities }) => activities,   known: (person, arrived) => present(sameMeans(person, arrived).flatMap(({ profile }) => profile.activities)) },
];

/** The arrival in the first column, each person on record in the next; what differs says so in words, not by colour alone. */
export function ComparisonTable({ arrived, people }: { arrived: Arrived; people: readonly Person[] }) {
  return (
    <div className="comparison card" role="region" aria-label={t('doubts.comparison')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('doubts.arrived')}</th>
            {people.map((each) => (
              <th key={each.id} scope="col">
                <Link to={`/members/${each.id}`}>{`${each.givenName} ${each.familyName}`}</Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {COMPARED.map((line) => (
            <tr key={line.words}>
              <th scope="row">{t(`compared.${line.words}`)}</th>
              <td data-of={t('doubts.arrived')}>{listed(line.came(arrived))}</td>
              {people.map((each) => (
                <td key={each.id} data-of={`${each.givenName} ${each.familyName}`}>
                  {listed(line.known(each, arrived))} {line.words !== 'means' && <Verdict line={line} arrived={arrived} person={each} />}
                </td>
              ))}
            </tr>
          ))}
          <Known
            words="account"
            people={people}
            say={(each) => `${t(`stage.${each.stage}`)}, ${t('compared.since', { day: day(each.createdAt) })}`}
          />
          <Known
            words="places"
            people={people}
            say={(each) => each.memberships.map(({ organisation }) => organisation.name).join(', ') || '–'}
          />
          <Known words="last" people={people} say={(each) => (each.lastSignInAt ? moment(each.lastSignInAt) : t('members.never'))} />
        </tbody>
      </table>
    </div>
  );
}

/** What is only known of people on record. */
function Known({ words, people, say }: { words: string; people: readonly Person[]; say: (person: Person) => string }) {
  return (
    <tr>
      <th scope="row">{t(`compared.${words}`)}</th>
      <td className="not-there">–</td>
      {people.map((each) => (
        <td key={each.id} data-of={`${each.givenName} ${each.familyName}`}>
          {say(each)}
        </td>
      ))}
    </tr>
  );
}

function Verdict({ line, arrived, person }: { line: Line; arrived: Arrived; person: Person }) {
  const [came, known] = [line.came(arrived), line.known(person, arrived)].map((values) => new Set(values.map(plain)));
  if (came!.size === 0 || known!.size === 0) return null;
  const alike = [...came!].some((each) => known!.has(each));
  return <Badge tone={alike ? 'success' : 'warning'}>{t(alike ? 'compared.same' : 'compared.different')}</Badge>;
}

/** Names are compared as people read them: case, accents and hyphens aside. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replace(/[\s'’-]+/g, ' ')
    .toLowerCase();

function listed(values: readonly string[]): ReactNode {
  if (values.length === 0) return <span className="hint">{t('compared.nothing')}</span>;
  if (values.length === 1) return values[0];
  return (
    <ul>
      {values.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}
