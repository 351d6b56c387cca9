import { sql } from '@habilis/database';
import { WatchVacancies } from '../grant/vacancy.ts';
import { PgVacancies } from './pg-vacancies.ts';
import { aCommunity, clock, policy } from './testing/a-community.ts';

let watch: WatchVacancies;

const here = aCommunity({
  'acc-admin': { at: ['org-cpts'], holds: ['site-administrator@org-cpts'] },
  'acc-second': { at: ['org-cpts'], holds: ['site-administrator@org-cpts'] },
});
beforeEach(() => {
  watch = new WatchVacancies(policy, new PgVacancies(here.db), clock);
});

const told = async () => (await here.facts()).filter(({ what }) => what.startsWith('role.vacant')).map(({ what, on }) => `${what} ${on}`);
const days = (count: number) => new Date(clock.now().getTime() + count * 86_400_000);

/** Ways in which somebody ceases to count, from an instant, that nobody may forbid them. */
// prettier-ignore
const WAYS = {
  'a departure':            sql('test.depart',  `update membership set until_at = $2 where account_id = $1`),
  'the end of their grant': sql('test.expire',  `update role_grant set until_at = $2 where account_id = $1`),
  'a suspension':           sql('test.suspend', `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-' || $1, $1, 'suspension', $2, 'suspected-misuse', 'x')`),
  'a loss they report':     sql('test.loss',    `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-' || $1, $1, 'compromise', $2, 'x', 'x')`),
  'the closure of their account': sql('test.close', `update account set stage = case when $2::timestamptz is null then stage else 'closed' end where id = $1`),
} as const;
const CLOSES = 'the closure of their account';
const leave = (way: keyof typeof WAYS, who: string, when: Date) => here.db.query(WAYS[way], [who, when]);
const GRANT = sql(
  'test.grant-again',
  `insert into role_grant (id, account_id, role, organisation_id, from_at, reason, granted_by, granted_at)
   values ('grant-again', 'acc-second', 'site-administrator', 'org-cpts', $1, 'new-duties', 'x', $1)`,
);
const STAY = sql('test.stay', `update membership set until_at = null where account_id = 'acc-second'`);

describe('the last administrator', () => {
  it('is nobody while two of them count', async () => {
    await watch.run();
    expect(await told()).toEqual([]);
    expect(await watch.leftBy('acc-admin', null)).toEqual([]);
  });

  it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('is foreseen, and missed at once when lost by %s', async (way) => {
    await leave('a suspension', 'acc-second', clock.now());
    expect(await watch.leftBy('acc-admin', 'org-cpts')).toEqual([{ organisation: 'org-cpts', role: 'site-administrator' }]);
    await watch.run();
    expect(await told()).toEqual([]);
    await leave(way, 'acc-admin', clock.now());
    await watch.run();
    expect(await told()).toEqual(['role.vacant org-cpts']);
  });

  it('is missed once, when two leave at the same instant and two replicas see it', async () => {
    await Promise.all([leave('a departure', 'acc-admin', clock.now()), leave(CLOSES, 'acc-second', clock.now())]);
    await Promise.all([watch.run(), new WatchVacancies(policy, new PgVacancies(here.db), clock).run()]);
    await watch.run();
    expect(await told()).toEqual(['role.vacant org-cpts']);
  });

  it('is missed a fortnight before, when each has a date to go', async () => {
    await leave('a departure', 'acc-admin', days(3));
    await leave('the end of their grant', 'acc-second', days(14));
    await watch.run();
    await watch.run();
    expect(await told()).toEqual(['role.vacant-soon org-cpts']);
    expect(await watch.leftBy('acc-second', 'org-cpts', days(5))).toHaveLength(1);
  });

  it('may be missed again once somebody has taken the place and left it', async () => {
    await leave('a suspension', 'acc-admin', clock.now());
    await leave('the end of their grant', 'acc-second', clock.now());
    await watch.run();
    await here.db.query(GRANT, [clock.now()]);
    clock.advance(1000);
    await watch.run();
    await leave('a departure', 'acc-second', clock.now());
    await watch.run();
    expect(await told()).toEqual(['role.vacant org-cpts', 'role.vacant org-cpts']);
    await here.db.query(STAY);
  });
});
