import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import request from 'supertest';
import type { Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { Answers, bodies, createLogger, RefusalFilter, type Speech } from '@habilis/http';
import { freshDatabase } from '@habilis/test/database';
import { Denials } from '../../decision/denials.ts';
import { Evaluate } from '../../decision/evaluate.ts';
import { ListCapabilities } from '../../decision/list-capabilities.ts';
import { loadPolicy } from '../../policy/language/load-policy.ts';
import { PgDenials, PgEvidence, PgHoldings } from '../../pg/index.ts';
import { seedOrganisations, seedPerson } from '../../pg/testing/rows.ts';
import { CallingClients, Subjects, type CallingClient } from '../../ports.ts';
import { Pseudonyms } from '../../pseudonyms.ts';
import { decisionsFirst } from '../decisions-first.ts';
import { AuthzenController, AuthzenSettings } from '../authzen.controller.ts';
import { CapabilitiesController } from '../capabilities.controller.ts';

const config = (path: string) => fileURLToPath(new URL(`../../../../../config/${path}`, import.meta.url));
const SAID = JSON.parse(readFileSync(config('fr/refusals/access.json'), 'utf8')) as Record<string, string>;
const speech: Speech = { for: () => (key) => key, refusal: (_language, code) => SAID[code] };
export const NOW = '2036-03-03T08:00:00Z';

const PORTALS: Record<string, CallingClient> = {
  'Bearer dossiers': { clientId: 'dossiers', organisation: 'org-cpts' },
  'Bearer elsewhere': { clientId: 'dossiers', organisation: 'org-other' },
  'Bearer other-portal': { clientId: 'agenda', organisation: 'org-cpts' },
};
class Portals extends CallingClients {
  override identify = async (authorization: string | undefined) => PORTALS[authorization ?? ''];
}
/** Portals know people as `sub-marie`. */
class Pairwise extends Subjects {
  override resolve = async (_clientId: string, sub: string) => (sub.startsWith('sub-') ? sub.replace('sub-', 'acc-') : undefined);
  override nameFor = (_client: string, account: string) => account.replace('acc-', 'sub-');
}

/** The addresses that portals ask at, on a database with a few people of a community. */
class TrialDoors {
  readonly clock = new FixedClock(NOW);
  db!: Database;
  denials!: Denials;
  /** What the database was asked since the test began. */
  statements: string[] = [];
  #app!: NestExpressApplication;

  async open(): Promise<void> {
    this.db = await freshDatabase();
    await seedPeople(this.db);
    this.listenIn();
    this.denials = new Denials(new PgDenials(this.db));
    this.#app = await this.start();
    await this.#app.listen(0, '127.0.0.1');
  }

  begin(): void {
    this.clock.set(NOW);
    this.statements = [];
  }

  async close(): Promise<void> {
    await this.denials.stop();
    await this.#app.close();
    await this.db.close();
  }

  request = () => request(this.#app.getHttpServer());

  post = (path: string, body: object | string, authorization = 'Bearer dossiers') =>
    this.request().post(`/access/v1/${path}`).set('authorization', authorization).set('content-type', 'application/json').send(body);

  ask = (change: Record<string, unknown> = {}, authorization?: string) => this.post('evaluation', question(change), authorization);

  private listenIn(): void {
    const query = this.db.query.bind(this.db);
    this.db.query = (statement, values) => {
      if (statement.name !== 'access.denials') this.statements.push(statement.name); // written by itself, at its own time
      return query(statement, values);
    };
  }

  private async start(): Promise<NestExpressApplication> {
    const { clock, db, denials } = this;
    const policy = loadPolicy(config('policies'));
    const evaluate = new Evaluate(policy, new PgEvidence(db), new Pairwise(), denials, new Pseudonyms('k'.repeat(32)), clock);
    const capabilities = new ListCapabilities(policy, new PgHoldings(db), new Pairwise(), new Pseudonyms('k'.repeat(32)), clock);
    const answers = new Answers({ speech, language: () => 'fr', logger: createLogger('silent') });
    @Module({
      controllers: [AuthzenController, CapabilitiesController],
      providers: [
        { provide: Evaluate, useValue: evaluate },
        { provide: ListCapabilities, useValue: capabilities },
        { provide: CallingClients, useClass: Portals },
        { provide: AuthzenSettings, useValue: { issuer: 'https://habilis.example.fr', speech } },
        { provide: APP_FILTER, useValue: new RefusalFilter(answers) },
      ],
    })
    class TrialModule {}
    const app = await NestFactory.create<NestExpressApplication>(TrialModule, { logger: false, bodyParser: false });
    (app.getHttpAdapter().getInstance() as Express).post(
      '/access/v1/evaluation',
      ...decisionsFirst(new Portals(), () => app.get(AuthzenController)),
    );
    app.use(...bodies({ limit: '256kb' }));
    await app.init();
    app.use(answers.handler);
    return app;
  }
}

async function seedPeople(db: Database): Promise<void> {
  await seedOrganisations(db);
  await seedPerson(db, 'acc-marie', ['org-cpts', 'org-msp'], ['dossiers:care-professional@org-cpts']);
  await seedPerson(db, 'acc-sophie', ['org-cpts', 'org-msp'], ['dossiers:medical-secretary@org-cpts']);
  await seedPerson(db, 'acc-member', ['org-cpts']);
  await seedPerson(db, 'acc-far', ['org-other'], ['dossiers:care-professional@org-other']);
  await seedPerson(db, 'acc-soon', ['org-cpts'], ['dossiers:care-professional@org-cpts'], new Date('2036-03-04T00:00:00Z'));
}

/** Opens the doors before the tests of a file, and closes them after. */
export function atTheDoors(): TrialDoors {
  const doors = new TrialDoors();
  beforeAll(() => doors.open());
  beforeEach(() => doors.begin());
  afterAll(() => doors.close());
  return doors;
}

export const file = { structure: 'org-msp', careTeam: ['sub-marie', 'sub-soon', 'sub-far'], careFrom: '2036-01-01T09:00:00+01:00' };
export const question = (change: Record<string, unknown> = {}) => ({
  subject: { type: 'person', id: 'sub-marie' },
  action: { name: 'read' },
  resource: { type: 'PatientFile', id: 'dos-1', properties: file },
  context: { purpose: 'care' },
  ...change,
});
export const about = (properties: object) => ({ resource: { type: 'PatientFile', id: 'dos-1', properties: { ...file, ...properties } } });
const EPOCH = expect.stringMatching(/^[\w-]{22}$/) as unknown as string;
export const YES = { decision: true, context: { epoch: EPOCH } };
/** Someone who does not stand is told like someone who does not exist: nothing of theirs is named. */
export const no = (reason: string) => ({
  decision: false,
  context: {
    reason,
    reason_user: { fr: SAID[`decision.${reason}`], en: SAID[`decision.${reason}`] },
    reason_admin: { fr: SAID[`decision-admin.${reason}`], en: SAID[`decision-admin.${reason}`] },
    ...(!['standing', 'charter', 'attributes'].includes(reason) && { epoch: EPOCH }),
  },
});
