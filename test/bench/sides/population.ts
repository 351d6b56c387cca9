import pg from 'pg';
import type { ProfessionalProfile } from '@habilis/accounts';
import { PERSONAS } from '@habilis/simulator';
import { fill } from './filling.ts';

export const ORGANISATION = 'org-cpts-briey';
export const ROLE = 'bench:care-professional';

/** People of the simulator with an RPPS number and one activity: the ordinary case. */
const SIGNS_IN = PERSONAS.filter(
  ({ at, nationalId = '', exercices = [] }) =>
    at.includes('psc') && /^8\d{11}$/.test(nationalId) && exercices.length === 1 && exercices[0]!.activities.length === 1,
);

/** Who signs in through the upstream. */
export const personas: readonly string[] = SIGNS_IN.map(({ id }) => id);

export const accountOf = (n: number) => `acc-bench-${n}`;

/**
 * A community as it is after some years: members with places, past and coming absences, charters answered, roles,
 * identities and a journal.
 *
 * @param count accounts besides the few of the seed
 */
export async function populate(databaseUrl: string, count: number): Promise<void> {
  await fill(databaseUrl, PEOPLE, [count]);
  const db = new pg.Client(databaseUrl);
  await db.connect();
  try {
    for (const { id, given, family, nationalId } of SIGNS_IN) await enrol(db, `acc-${id}`, given, family, nationalId!);
  } finally {
    await db.end();
  }
  await fill(databaseUrl, ENTITLED);
}

/** Those of the people made who are there without a limit: no absence of theirs is running. */
export function members(count: number, most: number): string[] {
  const step = Math.max(1, Math.floor(count / most));
  return Array.from({ length: Math.min(count, most) }, (_, n) => accountOf(n * step + 1));
}

const PROFILE: ProfessionalProfile = {
  rpps: '99700000005',
  exercises: [
    {
      ...{ profession: '10', category: 'C', skill: 'SM26' },
      activities: [
        {
          ...{ mode: 'L', sector: 'SA07', kind: 'GENR01', role: '', pharmacistSection: '' },
          workplace: { technicalId: 'R99700000005', name: 'Cabinet médical', finess: '', legalFiness: '', siret: '' },
        },
      ],
    },
  ],
};

/** In the order in which one rests on another. */
// prettier-ignore
const PEOPLE = {
  account: `insert into account (id, stage, given_name, family_name, email, epoch, version, created_at, last_sign_in_at)
   select 'acc-bench-' || n, 'open', (array['Anne','Béatrice','Chloé','David','Élodie','François','Gaëlle','Hervé'])[1 + n % 8],
     (array['MARTIN','BERNARD','THOMAS','PETIT','ROBERT','RICHARD','DURAND'])[1 + n % 7] || '-' || n, null,
     1 + n % 5, 1 + n % 9, now() - interval '400 days', now() - make_interval(hours => n % 700)
   from generate_series(1, $1::int) n`,
  membership: `insert into membership (account_id, organisation_id, stage, from_at, sort_name, given_sort_name)
   select id, place, 'active', now() - interval '399 days', sort_name, split_part(sort_name, ' ', 3) || ' ' || split_part(sort_name, ' ', 1) || ' ' || n
   from generate_series(1, $1::int) n join account on id = 'acc-bench-' || n
   cross join lateral unnest(case n % 10 when 0 then array['${ORGANISATION}', 'org-msp-moineville'] when 1 then array['${ORGANISATION}', 'org-cpts-longwy']
     else array['${ORGANISATION}'] end) place`,
  national_id: `insert into national_id (id, account_id, current, since)
   select '8' || lpad(n::text, 11, '0'), 'acc-bench-' || n, true, now() - interval '399 days' from generate_series(1, $1::int) n`,
  identity: `insert into identity (id, account_id, upstream, issuer, subject, national_id, given_name, family_name, profile, created_at, last_seen_at)
   select 'idn-bench-' || n, 'acc-bench-' || n, 'psc', 'https://auth.example/psc', 'bench-' || n, '8' || lpad(n::text, 11, '0'), 'Anne', 'MARTIN',
     '${JSON.stringify(PROFILE)}'::jsonb, now() - interval '399 days', now() - interval '1 day'
   from generate_series(1, $1::int) n`,
  hold: `insert into hold (id, account_id, kind, from_at, until_at, why, by_id, lifted_at)
   select 'hold-bench-' || n, 'acc-bench-' || n, 'absence', now() - interval '90 days', now() - interval '60 days', 'declared-by-person', 'acc-sophie-bernard', now() - interval '61 days'
   from generate_series(1, $1::int, 5) n
   union all
   select 'hold-bench-next-' || n, 'acc-bench-' || n, 'absence', now() + interval '30 days', now() + interval '60 days', 'declared-by-person', 'acc-sophie-bernard', null
   from generate_series(1, $1::int, 20) n`,
  fact: `insert into fact (at, what, on_id, by_id, why, organisation, details)
   select now() - make_interval(mins => n % 50000), (array['sign-in.completed', 'session.ended'])[1 + n % 2], 'acc-bench-' || (1 + n % $1::int), 'acc-bench-' || (1 + n % $1::int),
     'signed-in', '${ORGANISATION}', '{"portal":"bench","acr":"eidas1","amr":["sc","pin","mfa"]}'
   from generate_series(1, least(3 * $1::int, 300000)) n`,
};

/** What they have accepted and may do, those of the seed with them. */
const ENTITLED = {
  charter_answer: `insert into charter_answer (account_id, organisation_id, version, answer, at, sha256, acr)
   select m.account_id, v.organisation_id, v.version, 'accepted', now() - interval '1 day', v.sha256, 'eidas1'
   from membership m join charter_version v using (organisation_id)`,
  role_grant: `insert into role_grant (id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, granted_at)
   select 'grant-bench-' || m.account_id, m.account_id, '${ROLE}', m.organisation_id, now() - interval '30 days', now() + interval '300 days',
     'new-duties', 'acc-sophie-bernard', now() - interval '30 days'
   from membership m where m.organisation_id = '${ORGANISATION}'`,
};

async function enrol(db: pg.Client, id: string, given: string, family: string, nationalId: string): Promise<void> {
  const known = await db.query('select 1 from national_id where id = $1', [nationalId]);
  if (known.rowCount) return;
  await db.query(
    `insert into account (id, stage, given_name, family_name, created_at) values ($1, 'open', $2, $3, now() - interval '99 days')`,
    [id, given, family],
  );
  await db.query(
    `insert into membership (account_id, organisation_id, stage, from_at) values ($1, $2, 'active', now() - interval '99 days')`,
    [id, ORGANISATION],
  );
  await db.query('insert into national_id (id, account_id, current, since) values ($1, $2, true, now())', [nationalId, id]);
}
