import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { admissionOf, middleware } from './middleware.ts';
import { json } from './testing/a-habilis.ts';
import { BesideHabilis } from './testing/beside-habilis.ts';

let at: BesideHabilis;

beforeEach(async () => {
  at = new BesideHabilis();
  await at.habilis.start();
});
afterEach(() => at.habilis.stop());

describe('an address', () => {
  let server: Server;
  const serve = async (
    keeping: (keep: ReturnType<typeof middleware<never>>) => (...args: never[]) => Promise<void>,
    change: object = {},
  ) => {
    const keep = middleware<never>(at.guardOf(), change);
    server = createServer((request, response) => {
      Object.assign(request, { params: { id: decodeURIComponent(request.url!.slice(1)) } });
      const next = (error?: unknown) =>
        error ? void response.writeHead(500).end('lost') : void response.end(`patient data for ${admissionOf(request).person.sub}`);
      void keeping(keep)(request as never, response as never, next as never);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return async (authorization?: string, path = '/dos-1') => {
      const response = await fetch(origin + path, { headers: authorization === undefined ? {} : { authorization } });
      return {
        status: response.status,
        challenge: response.headers.get('www-authenticate'),
        text: await response.text(),
        headers: response.headers,
      };
    };
  };
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('lets in who may, and knows who it is', async () => {
    const go = await serve(({ can }) => can('read', 'PatientFile', 'id', { context: { purpose: 'care' } }));
    expect(await go('Bearer a-token')).toMatchObject({ status: 200, text: 'patient data for acc-nadia' });
    expect(JSON.parse(at.habilis.asked.at(-1)!.body)).toEqual({
      subject: { type: 'person', id: 'acc-nadia' },
      action: { name: 'read' },
      resource: { type: 'PatientFile', id: 'dos-1' },
      context: { purpose: 'care', acr: 'eidas2' },
    });
  });

  it.each([
    ['nobody', undefined, 401, 'Bearer'],
    ['another scheme', 'Basic eDp5', 401, 'Bearer'],
    ['no token', 'Bearer', 400, 'Bearer error="invalid_request"'],
    ['two tokens', 'Bearer one two', 400, 'Bearer error="invalid_request"'],
    ['a token of strange signs', 'Bearer "a"', 400, 'Bearer error="invalid_request"'],
    ['a token without end', `Bearer ${'x'.repeat(9_000)}`, 400, 'Bearer error="invalid_request"'],
  ])('tells %s what to bring', async (_who, authorization, status, challenge) => {
    const go = await serve(({ can }) => can('read', 'PatientFile', 'id'));
    const answer = await go(authorization);
    expect([answer.status, answer.challenge]).toEqual([status, challenge]);
    expect(answer.text).not.toContain('patient data');
    expect(at.habilis.asked).toEqual([]);
  });

  it('asks for more in the words of RFC 9470', async () => {
    const go = await serve(({ can }) =>
      can('write', 'PatientFile', 'id', { acr: ['eidas3', 'urn:habilis:acr:phishing-resistant'], maxAge: 300 }),
    );
    expect(await go('Bearer a-token')).toMatchObject({
      status: 401,
      challenge: 'Bearer error="insufficient_user_authentication", acr_values="eidas3 urn:habilis:acr:phishing-resistant", max_age="300"',
    });
  });

  it('says why not, as Habilis said it', async () => {
    at.habilis.answers['/access/v1/evaluation'] = json({
      decision: false,
      context: { reason: 'no-need-to-know', reason_user: { fr: 'Pas besoin d’en connaître.', en: 'No need to know.' } },
    });
    const go = await serve(({ can }) => can('read', 'PatientFile', 'id'));
    const { status, text, headers } = await go('Bearer a-token');
    expect([status, headers.get('cache-control')]).toEqual([403, 'no-store']);
    expect(JSON.parse(text)).toMatchObject({ code: 'not-allowed', reason: 'no-need-to-know', detail: 'Pas besoin d’en connaître.' });
  });

  it('without an id is closed, and so is one whose id nobody finds', async () => {
    const go = await serve(({ can }) => can('read', 'PatientFile', 'constructor'));
    expect((await go('Bearer a-token')).status).toBe(403);
    await new Promise((resolve) => server.close(resolve));
    const other = await serve(({ can }) => can('read', 'PatientFile', () => undefined));
    expect((await other('Bearer a-token')).status).toBe(403);
    expect(at.habilis.calls('/access/v1/evaluation')).toBe(0);
  });

  it('whose portal fails on the way lets nobody in', async () => {
    const go = await serve(({ can }) => can('read', 'PatientFile', () => Promise.reject(new Error('no database'))));
    expect(await go('Bearer a-token')).toMatchObject({ status: 500, text: 'lost' });
  });

  it('says when nobody answers', async () => {
    at.habilis.answers['/introspect'] = () => undefined;
    const go = await serve(({ signedIn }) => signedIn());
    const { status, headers, text } = await go('Bearer a-token');
    expect([status, headers.get('retry-after'), JSON.parse(text).code]).toEqual([503, '1', 'unanswered']);
  });
});
