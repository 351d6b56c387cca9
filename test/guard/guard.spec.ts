import 'reflect-metadata';
import { createServer, request as call, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Denials, Evaluate, loadPolicy, CallingClients, Pseudonyms } from '@habilis/access';
import { PgDenials, PgEvidence } from '@habilis/access/pg';
import { AuthzenController, AuthzenSettings } from '@habilis/access/web';
import { LEVELS } from '@habilis/credentials';
import { sql } from '@habilis/database';
import { Guard, RANKS, type Admission } from '@habilis/guard';
import { Admitted, Can, HabilisGuard, Open, SignedIn } from '@habilis/guard/nest';
import { bodies } from '@habilis/http';
import { SystemClock } from '@habilis/kernel';

import { SECRET } from '../provider/support/portals.ts';
import { signIn } from '../provider/support/relying-party.ts';
import { openWorld, type World } from '../provider/support/world.ts';

const FILE = { structure: 'org-cpts-briey', careFrom: '2020-01-01T00:00:00Z' };
const thing = (request: { params?: Record<string, unknown> }, { sub }: { sub: string }) => ({
  id: String(request.params!['id']),
  properties: { ...FILE, careTeam: [sub] },
});
const care = { context: { purpose: 'care' } };

@Controller('files')
class Files {
  @Get(':id')
  @Can('read', 'PatientFile', thing, care)
  read(@Param('id') id: string, @Admitted() { person }: Admission) {
    return { id, person: person.sub };
  }

  @Get(':id/signed')
  @Can('read', 'PatientFile', thing, { ...care, acr: 'eidas3' })
  sign() {
    return 'signed';
  }

  @Get(':id/forgotten')
  forgotten() {
    return 'patient data';
  }
}

@Controller()
@SignedIn()
class Others {
  @Get('mine')
  mine(@Admitted() { person }: Admission) {
    return person.sub;
  }

  @Get('health')
  @Open()
  health() {
    return 'well';
  }
}

let world: World;
let service: NestExpressApplication;
let portal: NestExpressApplication;
let door: Server;
let denials: Denials;
let token: string;

beforeAll(async () => {
  door = createServer();
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(door.address() as AddressInfo).port}`;
  world = await openWorld({ issuer });
  service = await decisions(issuer);
  passTo({ '/access/': (await listening(service)).port, '/': Number(new URL(world.site.origin).port) });
  portal = await guarded(new Guard({ issuer, clientId: 'dossiers', clientSecret: SECRET }));
  await world.member('nadia');
  await world.db.query(GRANT);
  token = (await signIn({ ...world.site, origin: issuer }, 'dossiers', 'acc-nadia')).tokens.access_token;
});
afterAll(async () => {
  await portal.close();
  await denials.stop();
  await service.close();
  await world.close();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
});

const GRANT = sql(
  'test.grant',
  `insert into role_grant (id, account_id, role, organisation_id, from_at, reason, granted_by, granted_at)
   values ('grant-1', 'acc-nadia', 'dossiers:care-professional', 'org-cpts-briey', '2020-01-01', 'new-duties', 'system:seed', '2020-01-01')`,
);

/** The decisions of the service, as it serves them. */
async function decisions(issuer: string): Promise<NestExpressApplication> {
  const { db, site } = world;
  denials = new Denials(new PgDenials(db));
  const policy = loadPolicy(path.join(import.meta.dirname, '../../config/policies'));
  const { subjects, callingClients } = site.provider;
  const pseudonyms = new Pseudonyms('k'.repeat(32));
  const evaluate = new Evaluate(policy, new PgEvidence(db), subjects, denials, pseudonyms, new SystemClock());
  const speech = { for: () => (key: string) => key, refusal: (_: string, code: string) => code };
  class Service {}
  Module({
    controllers: [AuthzenController],
    providers: [
      { provide: Evaluate, useValue: evaluate },
      { provide: CallingClients, useValue: callingClients },
      { provide: AuthzenSettings, useValue: { issuer, speech } },
    ],
  })(Service);
  const app = await NestFactory.create<NestExpressApplication>(Service, { logger: false, bodyParser: false });
  app.use(...bodies({ limit: '256kb' }));
  return app;
}

async function guarded(guard: Guard): Promise<NestExpressApplication> {
  class Portal {}
  Module({
    controllers: [Files, Others],
    providers: [
      { provide: Guard, useValue: guard },
      { provide: APP_GUARD, useClass: HabilisGuard },
    ],
  })(Portal);
  const app = await NestFactory.create<NestExpressApplication>(Portal, { logger: false });
  await listening(app);
  return app;
}

async function listening(app: NestExpressApplication): Promise<AddressInfo> {
  await app.listen(0, '127.0.0.1');
  return (app.getHttpServer() as Server).address() as AddressInfo;
}

/** One address in front of both, as a proxy would be. */
function passTo(ports: Readonly<Record<string, number>>): void {
  door.on('request', (request, response) => {
    const port = Object.entries(ports).find(([prefix]) => request.url!.startsWith(prefix))![1];
    const { method, url, headers } = request;
    const onward = call({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
}

const go = async (address: string, bearer: string | undefined = token) => {
  const headers = bearer ? { authorization: `Bearer ${bearer}` } : undefined;
  const response = await fetch(`${await portal.getUrl()}${address}`, { ...(headers && { headers }) });
  return { status: response.status, challenge: response.headers.get('www-authenticate'), text: await response.text() };
};

describe('a portal on Nest, before the real service', () => {
  it('lets in who may read the file, and knows them', async () => {
    expect(await go('/files/dos-1')).toMatchObject({ status: 200, text: '{"id":"dos-1","person":"acc-nadia"}' });
    expect(await go('/mine')).toMatchObject({ status: 200, text: 'acc-nadia' });
    expect(await go('/health', '')).toMatchObject({ status: 200 });
  });

  it('asks whoever came without a card for it, knowing from introspection how they came', async () => {
    expect(await go('/files/dos-1/signed')).toMatchObject({
      status: 401,
      challenge: 'Bearer error="insufficient_user_authentication", acr_values="eidas3"',
    });
  });

  it('closes what nobody said anything about', async () => {
    const { status, text } = await go('/files/dos-1/forgotten');
    expect([status, JSON.parse(text).code]).toEqual([403, 'nothing-said']);
  });

  it('tells who has no token, or a token that is none', async () => {
    expect(await go('/files/dos-1', '')).toMatchObject({ status: 401, challenge: 'Bearer' });
    expect(await go('/files/dos-1', 'nothing')).toMatchObject({ status: 401, challenge: 'Bearer error="invalid_token"' });
  });

  it('closes within the second that follows the end of a grant, and at once when access is withdrawn', async () => {
    expect((await go('/files/dos-1')).status).toBe(200);
    await world.db.query(sql('test.end', `update role_grant set until_at = now() where id = 'grant-1'`));
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    const { status, text } = await go('/files/dos-1');
    expect([status, JSON.parse(text).reason]).toEqual([403, 'no-role']);

    await world.db.query(
      sql(
        'test.hold',
        `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-1', 'acc-nadia', 'suspension', now(), 'x', 'x')`,
      ),
    );
    expect(await go('/mine')).toMatchObject({ status: 401 });
  });
});

it('the guard ranks the levels as the service does', () => {
  expect(RANKS).toEqual(Object.fromEntries(LEVELS.map(({ acr, rank }) => [acr, rank])));
});
