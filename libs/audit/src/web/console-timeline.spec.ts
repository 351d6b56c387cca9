import { Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { appendFact, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { Answers, createLogger, RefusalFilter } from '@habilis/http';
import { Refusal, type Caller, type Target } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';
import { ReadTimeline } from '../read-timeline.ts';
import { RecordReading } from '../record-reading.ts';
import { PgJournal } from '../pg/index.ts';
import { ConsoleTimelineController, TimelineNames } from './console-timeline.ts';
import { TimelinePage } from './console-views.ts';

const clock = new FixedClock('2026-11-20T09:00:00Z');
const MAY: Record<string, readonly string[]> = {
  officer: ['Journal acts', 'Journal traces', 'Account'],
  administrator: ['Journal acts', 'Account'],
  reader: ['Account'],
  stranger: [],
};
const caller = (role: string): Caller => {
  const can = (_action: string, { type, organisation, about }: Target) =>
    organisation === 'org-a' && MAY[role]!.includes(about ? `${type} ${about as string}` : type);
  return {
    id: `acc-${role}`,
    can,
    organisationsFor: () => [],
    must: (action, target) => {
      if (!can(action, target)) throw new Refusal('access.denied', 'forbidden');
    },
  };
};

let db: Database;
let app: NestExpressApplication;
beforeAll(async () => {
  db = await freshDatabase();
  await db.query(
    sql('trial.org', `insert into organisation (id, kind, name) values ('org-a', 'community', 'CPTS'), ('org-b', 'community', 'Ailleurs')`),
  );
  await db.query(
    sql(
      'trial.acc',
      `insert into account (id, stage, given_name, family_name, created_at) values ('acc-paul', 'open', 'Paul', 'Petit', now())`,
    ),
  );
  await db.query(
    sql(
      'trial.place',
      `insert into membership (account_id, organisation_id, stage, from_at) select 'acc-paul', id, 'active', now() from organisation`,
    ),
  );
  const on = { on: 'acc-paul', by: 'acc-admin', why: 'identity-verified' };
  await db.transaction(async (tx) => {
    await appendFact(tx, {
      ...on,
      what: 'account.approve',
      at: new Date('2026-11-20T08:00:00Z'),
      organisation: 'org-a',
      source: 'CGU.acces-direct',
    });
    await appendFact(tx, { ...on, what: 'hold.absence', at: new Date('2026-11-20T08:30:00Z'), organisation: 'org-a' });
    await appendFact(tx, { ...on, what: 'decision.denied', at: new Date('2026-11-20T08:10:00Z'), organisation: 'org-a' });
    await appendFact(tx, { ...on, what: 'hold.suspension', at: new Date('2026-11-20T08:40:00Z'), organisation: 'org-b' });
  });
  const journal = new PgJournal(db);
  const answers = new Answers({
    speech: { for: () => (key) => key, refusal: () => undefined },
    language: () => 'fr',
    logger: createLogger('silent'),
  });
  @Module({
    controllers: [ConsoleTimelineController],
    providers: [
      { provide: ReadTimeline, useValue: new ReadTimeline(journal) },
      { provide: RecordReading, useValue: new RecordReading(journal, clock) },
      {
        provide: TimelineNames,
        useValue: {
          of: async () =>
            new Map([
              ['acc-admin', 'Sophie Bernard'],
              ['org-a', 'CPTS'],
            ]),
        },
      },
      { provide: APP_FILTER, useValue: new RefusalFilter(answers) },
    ],
  })
  class TrialModule {}
  app = await NestFactory.create<NestExpressApplication>(TrialModule, { logger: false });
  app.use((req: { headers: Record<string, string>; me?: Caller }, _res: unknown, next: () => void) => {
    if (req.headers['x-trial-me']) req.me = caller(req.headers['x-trial-me']);
    next();
  });
  await app.init();
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const read = (role: string, query = '') =>
  request(app.getHttpServer()).get(`/api/console/v1/members/acc-paul/timeline${query}`).set('x-trial-me', role);

describe('the timeline of a person', () => {
  it('shows what happened in the reader’s organisations, with names, page after page', async () => {
    const first = TimelinePage.parse((await read('officer', '?limit=1').expect(200)).body);
    expect(first.items).toMatchObject([
      { what: 'hold.absence', by: { name: 'Sophie Bernard' }, organisation: { name: 'CPTS' }, source: null },
    ]);
    const second = TimelinePage.parse((await read('officer', `?limit=1&cursor=${first.next}`).expect(200)).body);
    expect(second.items).toMatchObject([{ what: 'account.approve', source: 'CGU.acces-direct' }]);
  });

  it('shows an administrator acts and no trace, and the officer both once they have said why', async () => {
    const whats = async (...asked: Parameters<typeof read>) =>
      (await read(...asked).expect(200)).body.items.map(({ what }: { what: string }) => what);
    expect(await whats('administrator')).toEqual(['hold.absence', 'account.approve']);
    expect(await whats('officer', '?why=security-incident')).toEqual(
      expect.arrayContaining(['hold.absence', 'decision.denied', 'account.approve']),
    );
    const [row] = await db.query(sql('trial.traces', `select why from fact where what = 'traces.read' and by_id = 'acc-officer'`));
    expect(row).toEqual({ why: 'security-incident' });
    await read('administrator', '?why=security-incident').expect(403);
    await read('officer', '?why=curiosity').expect(400);
  });

  it('is itself written in the journal', async () => {
    await read('officer').expect(200);
    const [row] = await db.query(
      sql('trial.read', `select by_id, organisation from fact where what = 'timeline.read' and on_id = 'acc-paul'`),
    );
    expect(row).toEqual({ by_id: 'acc-officer', organisation: 'org-a' });
  });

  it.each([
    ['someone without the right to the journal', 'reader', 403, 'access.denied'],
    ['someone of another organisation', 'stranger', 404, 'account.unknown'],
  ])('is refused to %s', async (_, role, status, code) => {
    const { body } = await read(role).expect(status);
    expect(body.code).toBe(code);
  });

  it('refuses a cursor that is not one', async () => {
    expect((await read('officer', '?cursor=nowhere').expect(400)).body.code).toBe('timeline.cursor-malformed');
  });
});
