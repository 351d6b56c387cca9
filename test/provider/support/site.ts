import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import path from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AnswerCharter } from '@habilis/charter';
import { PgCharters } from '@habilis/charter/pg';
import type { Requirements } from '@habilis/credentials';
import { Listener, OutboxWorker, Sealer, type Database } from '@habilis/database';
import { Answers, createLogger, floorHeaders, RefusalFilter, securityHeaders } from '@habilis/http';
import { SystemClock, type Clock } from '@habilis/kernel';
import { language, loadSentences } from '@habilis/pages';
import {
  answerMachinesFirst,
  Joining,
  Means,
  mountProvider,
  People,
  Portals,
  ProviderHandle,
  SignInDesk,
  type Arrival,
  type Mean,
} from '@habilis/provider';
import { openProvider, PgCallingClients, type OpenedProvider } from '@habilis/provider/pg';
import { InteractionController, InteractionPages } from '@habilis/provider/web';
import { SECRET, testPortals } from './portals.ts';

const sentences = loadSentences(path.join(import.meta.dirname, '../../../config'));

/** The upstream of these tests: whoever is announced arrives, once. Stands where federation would. */
export class StubUpstream {
  #waiting = new Map<string, Arrival>();
  signOutAddress: string | undefined;

  announce(uid: string, arrival: Partial<Arrival> & { accountId: string }): void {
    this.#waiting.set(uid, { acr: 'eidas1', amr: ['pop', 'mfa'], authTime: new Date(), upstream: 'psc', ...arrival });
  }

  async take(uid: string): Promise<Arrival | undefined> {
    const arrival = this.#waiting.get(uid);
    this.#waiting.delete(uid);
    return arrival;
  }

  ahead(): undefined {
    return undefined;
  }

  async raising(): Promise<undefined> {
    return undefined;
  }

  origins(): readonly string[] {
    return ['https://psc.example'];
  }

  offered(): readonly Mean[] {
    return [{ id: 'psc', label: 'Pro Santé Connect', action: '/upstream/psc/start', origins: ['https://psc.example'] }];
  }

  async address(): Promise<string | undefined> {
    return this.signOutAddress;
  }
}

export interface Site {
  readonly issuer: string;
  /** Where this replica listens; the issuer's own for the first. */
  readonly origin: string;
  readonly provider: OpenedProvider;
  readonly upstream: StubUpstream;
  readonly reports: unknown[];
  readonly worker: OutboxWorker;
  readonly listener: Listener;
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly clock?: Clock;
  readonly portals?: ReturnType<typeof testPortals>;
  /** Another replica of this one: same issuer, same upstream, same database. */
  readonly of?: Site;
  /** Another address than its own, as behind a proxy. */
  readonly issuer?: string;
  readonly networks?: readonly string[];
  readonly asked?: (account: string, organisation: string) => void;
  /** What is asked of people because of their roles. */
  readonly requirements?: Pick<Requirements, 'of'>;
}

/** One replica of the provider, with its pages, over HTTP on this machine. */
export async function openSite(db: Database & { url: string }, options: SiteOptions = {}): Promise<Site> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const issuer = options.issuer ?? options.of?.issuer ?? origin;
  const clock = options.clock ?? new SystemClock();
  const upstream = options.of?.upstream ?? new StubUpstream();
  const portals = new Portals(options.portals ?? testPortals());
  const reports: unknown[] = [];
  const listener = new Listener(db.url);
  const provider = await openProvider({
    ...{ db, listener, clock, issuer, portals, sentences, upstreamLogout: upstream },
    callingClients: new PgCallingClients(db, portals),
    sealer: new Sealer([['k1', 'a sealing key of at least thirty-two characters']]),
    cookieKeys: ['a cookie key of at least thirty-two characters'],
    subjectSecret: 'a subject secret of at least thirty-two characters',
    ...(options.requirements && { requirements: options.requirements }),
    networks: options.networks ?? ['127.0.0.0/8', '::1/128'],
    env: { NODE_ENV: 'test', TEST_PORTAL_SECRET: SECRET },
    report: (error) => void reports.push(error),
  });
  const app = await openPages(provider, { db, portals, upstream, clock, asked: options.asked });
  await app.listen(port, '127.0.0.1');
  const worker = new OutboxWorker(db, listener, clock, provider.handlers);
  await worker.start();
  const close = async () => {
    await worker.stop();
    await app.close();
    await listener.close();
  };
  return { issuer, origin, provider, upstream, reports, worker, listener, close };
}

interface PagesOptions {
  readonly db: Database;
  readonly portals: Portals;
  readonly upstream: StubUpstream;
  readonly clock: Clock;
  readonly asked: ((account: string, organisation: string) => void) | undefined;
}

async function openPages(provider: OpenedProvider, { db, portals, upstream, clock, asked }: PagesOptions): Promise<NestExpressApplication> {
  const { handle, people, standings, sessions } = provider;
  const desk = new SignInDesk(handle, portals, upstream, standings, sessions, clock);
  const charters = new PgCharters(db);
  const providers = [
    { provide: ProviderHandle, useValue: handle },
    { provide: SignInDesk, useValue: desk },
    { provide: Means, useValue: upstream },
    { provide: People, useValue: people },
    { provide: AnswerCharter, useValue: new AnswerCharter(charters, clock) },
    { provide: Joining, useValue: { ask: async (account: string, organisation: string) => asked?.(account, organisation) } },
    { provide: InteractionPages, useValue: new InteractionPages(sentences, upstream, standings, people, charters, desk, clock) },
  ];
  class Site {}
  Module({ controllers: [InteractionController], providers })(Site);
  const app = await NestFactory.create<NestExpressApplication>(Site, { logger: false });
  app.use(securityHeaders({ https: false }));
  mountProvider(app, handle);
  const giveHeaders = floorHeaders({ https: false });
  answerMachinesFirst(app.getHttpServer(), handle, {
    async admit(_req, res) {
      giveHeaders(res);
      return () => undefined;
    },
  });
  app.useGlobalFilters(new RefusalFilter(new Answers({ speech: sentences, language, logger: createLogger('silent') })));
  return app;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
