import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Arrive } from '@habilis/accounts';
import { PgAccounts, PgIdentities } from '@habilis/accounts/pg';
import { Sealer, sql, type Database } from '@habilis/database';
import {
  Departures,
  HearUpstreamLogout,
  Interactions,
  ReceiveArrival,
  RecheckPerson,
  RefusedSignIns,
  SignOuts,
  Upstreams,
  upstreamSettings,
  UpstreamSessions,
  UpstreamSignOut,
  type Interaction,
  type Patience,
  type UpstreamSettings,
} from '@habilis/federation';
import { PgDepartures, PgRefusedSignIns, PgSignOuts, PgUpstreamLogouts, PgUpstreamSessions } from '@habilis/federation/pg';
import {
  admitLogoutTokens,
  BrowserArrivals,
  Browsers,
  exceptCallbacks,
  FederationPages,
  Linking,
  registerStrategies,
  Reidentification,
  UpstreamController,
  UpstreamLogoutController,
} from '@habilis/federation/web';
import { Answers, bodies, createLogger, ForgeryGuard, plainAddress, RefusalFilter, securityHeaders } from '@habilis/http';
import { language, loadSentences } from '@habilis/pages';
import { readFolder } from '@habilis/settings';
import { startSimulator, type SimulatedProvider, type Simulator, type SimulatorOptions } from '@habilis/simulator';
import { freshDatabase } from '@habilis/test/database';
import { freePorts } from '@habilis/test/ports';
import { Browser } from './browser.ts';
import { MovedClock, nobodyIsLost, nobodyLinks, TestInteractions, TestProvider } from './our-side.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const sentences = loadSentences(path.join(root, 'config'));

@Module({})
class TestModule {}

export interface PlaceOptions {
  /** Changes one upstream's file. */
  readonly change?: (settings: UpstreamSettings, id: string) => UpstreamSettings;
  readonly patience?: Patience;
  readonly simulator?: SimulatorOptions;
}

/** The real federation web on a real port, with a real database, facing a simulator that misbehaves. */
export class Place {
  clock = new MovedClock();
  interactions = new TestInteractions();
  upstreams!: Upstreams;
  signOut!: UpstreamSignOut;
  recheck!: RecheckPerson;
  #app: NestExpressApplication | undefined;

  private constructor(
    readonly port: number,
    readonly db: Database & { url: string },
    readonly simulator: Simulator,
  ) {}

  static async open({ simulator, ...options }: PlaceOptions = {}): Promise<Place> {
    const [port] = await freePorts(1);
    const started = await startSimulator({ ...simulator, iamOrigins: [`http://localhost:${port}`] });
    const db = await freshDatabase();
    await db.query(ORGANISATION);
    const place = new Place(port!, db, started);
    await place.start(options);
    return place;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts again with nothing in memory: as a replica that has just come up. */
  async restart(options: Omit<PlaceOptions, 'simulator'> = {}): Promise<void> {
    await this.stop();
    this.simulator.clearFaults();
    this.clock.ahead = 0;
    await this.start(options);
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all([this.db.close(), this.simulator.stop()]);
  }

  provider(upstream: 'psc' | 'enrs'): SimulatedProvider {
    return this.simulator[upstream];
  }

  private async stop(): Promise<void> {
    await this.#app?.close();
    await this.upstreams?.close();
  }

  private async start({ change = (settings) => settings, patience }: Omit<PlaceOptions, 'simulator'>): Promise<void> {
    const { psc, wallet, enrs } = this.simulator;
    const env = { HABILIS_PSC_ISSUER: psc.issuer, HABILIS_PSC_WALLET: wallet.origin, HABILIS_ENRS_ISSUER: enrs.issuer };
    const files = readFolder(path.join(root, 'config/upstreams'), upstreamSettings, env);
    const settings = new Map([...files].map(([id, each]) => [id, change(each, id)]));
    this.upstreams = new Upstreams(settings, { clock: this.clock, origin: this.origin, env: {}, ...(patience && { patience }) });
    this.#app = await this.serve();
  }

  private async serve(): Promise<NestExpressApplication> {
    const browsers = new Browsers(this.origin);
    const module = this.module(browsers);
    const app = await NestFactory.create<NestExpressApplication>(module, { logger: false, bodyParser: false });
    app.useGlobalFilters(app.get(RefusalFilter));
    app.use(securityHeaders({ https: false }), browsers.remember, admitLogoutTokens, exceptCallbacks(plainAddress), ...bodies());
    app.useGlobalGuards(app.get(ForgeryGuard));
    await app.listen(this.port, '127.0.0.1');
    return app;
  }

  private module(browsers: Browsers): DynamicModule {
    const { db, clock, upstreams, interactions } = this;
    const sealer = new Sealer([['test', 'a sealing key of the tests, 32 characters long']]);
    const departures = new PgDepartures(db, sealer, clock);
    const sessions = new PgUpstreamSessions(db, sealer, clock);
    const signOuts = new PgSignOuts(db, clock);
    registerStrategies(upstreams, departures, browsers, clock);
    this.signOut = new UpstreamSignOut(upstreams, sessions, signOuts);
    const arrive = new Arrive(new PgAccounts(db), new PgIdentities(db), clock);
    this.recheck = new RecheckPerson(upstreams, sessions, arrive);
    const answers = new Answers({ speech: sentences, language, logger: createLogger('silent') });
    const values: readonly [unknown, unknown][] = [
      [Upstreams, upstreams],
      [Departures, departures],
      [UpstreamSessions, sessions],
      [SignOuts, signOuts],
      [UpstreamSignOut, this.signOut],
      [Interactions, interactions],
      [Browsers, browsers],
      [Linking, nobodyLinks],
      [Reidentification, nobodyIsLost],
      [BrowserArrivals, new BrowserArrivals(sessions)],
      [ReceiveArrival, new ReceiveArrival(arrive, sessions, interactions)],
      [HearUpstreamLogout, new HearUpstreamLogout(upstreams, new PgUpstreamLogouts(db, clock))],
      [RefusedSignIns, new PgRefusedSignIns(db, clock)],
      [FederationPages, new FederationPages(sentences)],
      [ForgeryGuard, new ForgeryGuard(this.origin)],
      [Answers, answers],
      [RefusalFilter, new RefusalFilter(answers)],
    ];
    return {
      module: TestModule,
      controllers: [UpstreamController, UpstreamLogoutController, TestProvider],
      providers: values.map(([provide, useValue]) => ({ provide: provide as never, useValue })),
    };
  }

  /** A sign-in begun at our provider, as a portal's request makes it. */
  begin(interaction: Partial<Interaction> = {}): string {
    const uid = randomBytes(16).toString('base64url');
    this.interactions.known.set(uid, { organisation: 'org-a', origins: ['http://localhost:4404'], fresh: false, ...interaction });
    return uid;
  }

  /** The upstream's page that leaving leads to, with the persona who will sign in there without touching it. */
  async leave(
    browser: Browser,
    uid: string,
    { upstream = 'psc', persona = 'claire-moreau' }: { upstream?: string; persona?: string | null } = {},
  ) {
    const start = `${this.origin}/upstream/${upstream}/start`;
    const left = await browser.request(start, { form: { interaction: uid } });
    const location = left.headers.get('location');
    if (location === null) return { left, url: undefined };
    const url = new URL(location);
    if (persona !== null) url.searchParams.set('login_hint', `persona:${persona}`);
    return { left, url };
  }

  /** The address the upstream sends the person back to, not yet followed. */
  async callback(browser: Browser, uid: string, options: { upstream?: string; persona?: string } = {}): Promise<URL> {
    const { url } = await this.leave(browser, uid, options);
    const back = await browser.request(url!.href);
    return new URL(back.headers.get('location')!);
  }

  /** A whole sign-in, up to the page it ends on. */
  async signIn(options: { upstream?: string; persona?: string; browser?: Browser; uid?: string } = {}): Promise<Outcome> {
    const { browser = new Browser(), uid = this.begin(), ...rest } = options;
    const { left, url } = await this.leave(browser, uid, rest);
    if (!url) return outcome(left);
    const { response } = await browser.follow(await browser.request(url.href), url.href);
    return outcome(response!);
  }

  /** Where a sign-out of this browser goes next; undefined when no upstream session is left to end. */
  async signOutOf(browser: Browser, returnTo: string): Promise<string | undefined> {
    const key = new Browsers(this.origin).of({ headers: { cookie: browser.cookies(this.origin) } });
    return key === undefined ? undefined : this.signOut.address(key, returnTo);
  }

  /** Everything that must not move when a sign-in is refused. */
  async accounts(): Promise<unknown> {
    const [row] = await this.db.query(ACCOUNTS);
    return row;
  }

  async refuseRequest(id: string): Promise<void> {
    await this.db.query(CLOSE, [id]);
  }

  /** Family names by account. */
  async names(): Promise<Record<string, string>> {
    const rows = await this.db.query<{ id: string; family_name: string }>(NAMES);
    return Object.fromEntries(rows.map(({ id, family_name }) => [id, family_name]));
  }

  async refusals(): Promise<{ why: string; by: string; details: Record<string, unknown> }[]> {
    return this.db.query(REFUSALS);
  }

  async facts(what: string): Promise<{ why: string; on_id: string; details: Record<string, unknown> }[]> {
    return this.db.query(FACTS, [what]);
  }
}

export interface Outcome {
  readonly status: number;
  readonly page: string;
  /** The arrival that our provider took, when there was one. */
  readonly arrival: Record<string, unknown> | undefined;
}

export async function outcome(response: Response): Promise<Outcome> {
  const page = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? (JSON.parse(page) as Record<string, unknown>) : undefined;
  return { status: response.status, page, arrival: json && 'accountId' in json ? json : undefined };
}

const ORGANISATION = sql('test.organisation', `insert into organisation (id, name, kind) values ('org-a', 'Communauté A', 'community')`);
const ACCOUNTS = sql(
  'test.accounts',
  `select (select coalesce(jsonb_agg(to_jsonb(a) order by a.id), '[]') from account a) as accounts,
     (select coalesce(jsonb_agg(to_jsonb(i) - 'last_seen_at' order by i.id), '[]') from identity i) as identities,
     (select coalesce(jsonb_agg(to_jsonb(n) order by n.id), '[]') from national_id n) as "nationalIds"`,
);
const CLOSE = sql(
  'test.refuse',
  `with place as (update membership set stage = 'refused' where account_id = $1) update account set stage = 'closed' where id = $1`,
);
const NAMES = sql('test.names', 'select id, family_name from account');
const REFUSALS = sql('test.refusals', `select why, by_id as by, details from fact where what = 'sign-in.refused' order by seq`);
const FACTS = sql('test.facts', 'select why, on_id, details from fact where what = $1 order by seq');
