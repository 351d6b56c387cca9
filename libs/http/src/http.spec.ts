import type { AddressInfo } from 'node:net';
import { Body, Controller, Get, Inject, Module, Param, Post, Query } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Caller, Refusal } from '@habilis/kernel';
import { z } from 'zod';
import {
  Answers,
  bodies,
  createLogger,
  csrfFor,
  ForgeryGuard,
  Me,
  plainAddress,
  RefusalFilter,
  requestLog,
  securityHeaders,
  shaped,
  type Speech,
} from './index.ts';

const Form = z.strictObject({ why: z.enum(['absence', 'error']), days: z.coerce.number().int().max(30) });
const acts: unknown[] = [];

@Controller()
class Trials {
  constructor(@Inject('greeting') private readonly greeting: string) {}

  @Get('api/hello')
  hello(@Me() me: Caller) {
    return { said: `${this.greeting} ${me.id}` };
  }

  @Post('api/acts')
  act(@Body(shaped(Form)) form: z.infer<typeof Form>) {
    acts.push(form);
    return form;
  }

  @Get('api/list')
  list(@Query(shaped(z.strictObject({ q: z.string().optional() }))) query: { q?: string }) {
    return query;
  }

  @Get('files/:id')
  file(@Param('id') id: string) {
    if (id === 'broken') throw new Error('select failed: password=hunter2hunter2');
    throw new Refusal('file.closed', 'conflict', { until: '2026-03-29' }, 'CGU.cloture');
  }
}

const SAID: Record<string, string> = {
  'file.closed': 'Le dossier est fermé jusqu’au {{until}}.',
  'service.defect': 'Référence {{reference}}.',
};
const speech: Speech = {
  for: (language) => (key) => `${language}:${key}`,
  refusal: (_language, code, details = {}) => SAID[code]?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(details[name])),
};

const caller: Caller = { id: 'acc-claire', must: () => undefined, can: () => true, organisationsFor: () => [] };
const lines: string[] = [];
let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  const answers = new Answers({
    speech,
    language: (request) => (request.headers['accept-language']?.startsWith('en') ? 'en' : 'fr'),
    logger,
    page: ({ detail, status }) => `<!doctype html><p>${status} ${detail}</p>`,
  });
  // Chosen before listening, as in production: the guard knows its own origin from the configuration.
  const origin = 'http://habilis.test';

  @Module({
    controllers: [Trials],
    providers: [
      { provide: 'greeting', useValue: 'bonjour' },
      { provide: Answers, useValue: answers },
      { provide: APP_FILTER, useClass: RefusalFilter },
      { provide: APP_GUARD, useValue: new ForgeryGuard(origin) },
    ],
  })
  class Trial {}

  app = await NestFactory.create<NestExpressApplication>(Trial, { bodyParser: false, logger: false });
  app.use(requestLog(logger), securityHeaders({ https: true }), plainAddress, ...bodies({ limit: '1kb' }));
  app.use((request: Express.Request & { headers: Record<string, string> }, _response: unknown, next: () => void) => {
    if (request.headers['x-cookie']) Object.assign(request, { me: caller, csrf: csrfFor(request.headers['x-cookie']) });
    if (request.headers['x-bearer']) Object.assign(request, { me: caller, bearer: true });
    next();
  });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(() => app.close());
beforeEach(() => {
  acts.length = 0;
  lines.length = 0;
});

const own = { origin: 'http://habilis.test', 'sec-fetch-site': 'same-origin' };
const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = { ...own, ...json }) =>
  fetch(`${url}/api/acts`, { method: 'POST', body, headers });
const answered = async (response: Response) => ({ status: response.status, body: (await response.json()) as Record<string, unknown> });

describe('a refusal', () => {
  it('is a problem document with its code, its sentence and its article', async () => {
    const response = await fetch(`${url}/files/1`);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect(await answered(response)).toEqual({
      status: 409,
      body: {
        type: 'urn:habilis:refusal:file.closed',
        title: 'fr:http.conflict',
        detail: 'Le dossier est fermé jusqu’au 2026-03-29.',
        status: 409,
        code: 'file.closed',
        details: { until: '2026-03-29' },
        source: 'CGU.cloture',
      },
    });
  });

  it('is a page for a person who is browsing', async () => {
    const response = await fetch(`${url}/files/1`, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect(response.status).toBe(409);
    expect(await response.text()).toBe('<!doctype html><p>409 Le dossier est fermé jusqu’au 2026-03-29.</p>');
    expect(response.headers.get('content-security-policy')).toContain("form-action 'self';");
  });

  it('of an interface is never a page', async () => {
    const response = await fetch(`${url}/api/hello`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
  });

  it('asks nobody to sign in but those who are not', async () => {
    expect(await answered(await fetch(`${url}/api/hello`))).toMatchObject({ status: 401, body: { code: 'session.required' } });
    expect(await answered(await fetch(`${url}/api/hello`, { headers: { 'x-cookie': 'c' } }))).toEqual({
      status: 200,
      body: { said: 'bonjour acc-claire' },
    });
  });
});

describe('a defect', () => {
  it('is a bare 500 whose reference leads to the stack in the log, without the secret', async () => {
    const response = await fetch(`${url}/files/broken`);
    const { status, body } = await answered(response);
    expect(status).toBe(500);
    expect(Object.keys(body).sort()).toEqual(['code', 'detail', 'details', 'status', 'title', 'type']);
    expect(body['details']).toEqual({ reference: response.headers.get('x-request-id') });
    const logged = lines.find((line) => line.includes('"defect"'))!;
    expect(JSON.parse(logged)).toMatchObject({
      request: response.headers.get('x-request-id'),
      err: { type: 'Error', stack: expect.stringContaining('select failed') },
    });
    expect(logged).not.toContain('hunter2');
  });
});

describe('the log of an exception', () => {
  it('keeps its code, and no other thing called a code', () => {
    const written: string[] = [];
    createLogger('info', { write: (line: string) => void written.push(line) }).info(
      { err: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), code: 'a-secret', form: { code: 'a-secret' } },
      'trial',
    );
    expect(JSON.parse(written[0]!)).toMatchObject({ err: { code: 'ECONNREFUSED' }, code: '[removed]', form: { code: '[removed]' } });
  });
});

describe('bad input', () => {
  it.each([
    ['a field of the wrong kind', '{"why":"holiday","days":3}', 'why', 'invalid_value'],
    ['an unknown field', '{"why":"error","days":3,"admin":true}', 'admin', 'unrecognized_keys'],
    ['the name of an unknown field that is markup', '{"why":"error","days":3,"<b>":1}', '?b?', 'unrecognized_keys'],
    ['a prototype', '{"why":"error","days":3,"__proto__":{"x":1}}', '__proto__', 'unrecognized_keys'],
    ['JSON cut short', '{"why":', '(body)', 'syntax'],
    ['JSON that is no object', '"error"', '(body)', 'syntax'],
    ['a NUL character', '{"why":"error\\u0000","days":3}', '(body)', 'nul_character'],
  ])('is refused: %s', async (_, body, fields, reasons) => {
    expect(await answered(await post(body))).toMatchObject({
      status: 400,
      body: { code: 'request.malformed', details: { fields, reasons } },
    });
    expect(acts).toEqual([]);
  });

  it.each([
    ['too large', 'x'.repeat(2_000), json, 413, 'request.too-large'],
    ['of another kind', '<why/>', { 'content-type': 'text/xml' }, 415, 'request.unsupported-media'],
    ['in an unknown charset', '{}', { 'content-type': 'application/json; charset=x-unknown' }, 415, 'request.unsupported-media'],
    [
      'with a field given twice',
      'why=error&why=absence&days=1',
      { 'content-type': 'application/x-www-form-urlencoded' },
      400,
      'request.malformed',
    ],
  ])('is refused: a body %s', async (_, body, headers, status, code) => {
    expect(await answered(await post(body, { ...own, ...headers } as Record<string, string>))).toMatchObject({ status, body: { code } });
    expect(acts).toEqual([]);
  });

  it.each([
    ['a parameter given twice', '/api/list?q=1&q=2', 'q', 'duplicated'],
    ['a parameter given twice, once in disguise', '/api/list?q=1&%71=2', 'q', 'duplicated'],
    ['an unknown parameter', '/api/list?x=1', 'x', 'unrecognized_keys'],
    ['a line break', '/api/list?q=a%0d%0aSet-Cookie:%20x', '(address)', 'encoding'],
    ['a NUL', '/files/%00', '(address)', 'encoding'],
    ['broken percent-encoding', '/files/%E0%A4%A', '(address)', 'encoding'],
  ])('is refused: %s in the address', async (_, address, fields, reasons) => {
    expect(await answered(await fetch(url + address))).toMatchObject({
      status: 400,
      body: { code: 'request.malformed', details: { fields, reasons } },
    });
  });

  it('is refused: an address where there is nothing, and a method that is not for it', async () => {
    expect(await answered(await fetch(`${url}/nothing`))).toMatchObject({ status: 404, body: { code: 'route.unknown' } });
    const wrong = await fetch(`${url}/api/acts`, { method: 'DELETE', headers: own });
    expect(wrong.headers.get('allow')).toBe('POST');
    expect(await answered(wrong)).toMatchObject({ status: 405, body: { code: 'route.method' } });
  });
});

describe('an act', () => {
  const good = '{"why":"error","days":3}';

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a neighbour under the same domain', { origin: 'http://other.habilis.test', 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a neighbour, without saying which', { 'sec-fetch-site': 'same-site' }],
    ['nowhere', {}],
  ])('that comes from %s is refused', async (_, headers) => {
    expect(await answered(await post(good, { ...json, ...headers } as Record<string, string>))).toMatchObject({
      status: 403,
      body: { code: 'request.cross-site' },
    });
    expect(acts).toEqual([]);
  });

  it.each([
    ['no token', {}, good],
    ['the token of another session', { 'x-habilis-csrf': csrfFor('other') }, good],
  ])('of a session with %s is refused', async (_, headers, body) => {
    expect(await answered(await post(body, { ...own, ...json, 'x-cookie': 'c', ...headers } as Record<string, string>))).toMatchObject({
      status: 403,
      body: { code: 'session.page-expired' },
    });
  });

  it('of a session passes with its token, in a header or in the form', async () => {
    expect((await post(good, { ...own, ...json, 'x-cookie': 'c', 'x-habilis-csrf': csrfFor('c') })).status).toBe(201);
    const form = { ...own, 'x-cookie': 'c', 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(`why=error&days=3&csrf=${csrfFor('c')}`, form)).status).toBe(201);
    expect(acts).toEqual([
      { why: 'error', days: 3 },
      { why: 'error', days: 3 },
    ]);
  });

  it('of a machine with a bearer token needs neither', async () => {
    expect((await post(good, { ...json, 'x-bearer': 'b' })).status).toBe(201);
  });
});

it('every answer carries the headers of the floor, also when there is nothing', async () => {
  for (const address of ['/nothing', '/api/list', '/files/broken']) {
    const { headers } = await fetch(url + address);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age=63072000');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

it('the log has one line a request, without its parameters', async () => {
  await fetch(`${url}/api/list?q=Claire`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ method: 'GET', path: '/api/list', status: 200 });
  expect(lines[0]).not.toContain('Claire');
});
