import { request } from 'node:https';
import { startSimulator, type ClientCertificateKind, type Pair, type Simulator } from './index.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ tls: true, settings: { psc: { clientAuth: 'mtls' } } });
});
afterAll(() => simulator.stop());
afterEach(() => simulator.clearFaults());

/** A status and an OAuth error, or the code of what broke the connection. */
function call(url: string, form?: Record<string, string>, pair?: Pair): Promise<{ status?: number; error?: string }> {
  return new Promise((resolve) => {
    const body = form && new URLSearchParams(form).toString();
    const options = {
      method: form ? 'POST' : 'GET',
      ca: simulator.tls!.ca,
      ...pair,
      agent: false,
      headers: form ? { 'content-type': 'application/x-www-form-urlencoded' } : {},
    } as const;
    const sent = request(url, options, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, error: JSON.parse(text).error }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? error.message }));
    sent.end(body);
  });
}

describe('a simulator on https', () => {
  it('is trusted through its own authority', async () => {
    expect(simulator.psc.issuer).toMatch(/^https:\/\/localhost:/u);
    expect(await call(simulator.psc.discoveryUrl)).toEqual({ status: 200 });
  });

  it.each([
    ['tls-bad-chain', /SIGNATURE|ISSUER|VERIFY/u],
    ['tls-host-mismatch', /ALTNAME/u],
    ['tls-expired', /EXPIRED/u],
  ] as const)('%s breaks the connection until it is taken away', async (fault, code) => {
    simulator.setFault({ fault });
    expect((await call(simulator.psc.discoveryUrl)).error).toMatch(code);
    simulator.clearFaults();
    expect((await call(simulator.psc.discoveryUrl)).status).toBe(200);
  });
});

describe('a client known by its certificate', () => {
  const introspect = (pair?: Pair, extra: Record<string, string> = {}) =>
    call(`${simulator.psc.issuer}/protocol/openid-connect/token/introspect`, { client_id: 'habilis', token: 'x', ...extra }, pair);

  it('is let in without secret', async () => {
    expect(await introspect(simulator.tls!.clientCertificate())).toEqual({ status: 200 });
  });

  it.each<ClientCertificateKind>(['expired', 'not-yet-valid', 'stranger'])('is refused when the certificate is %s', async (kind) => {
    expect(await introspect(simulator.tls!.clientCertificate(kind))).toEqual({ status: 401, error: 'invalid_client' });
  });

  it('is refused with the certificate of another, and with a secret alone', async () => {
    expect((await introspect(simulator.tls!.clientCertificate('valid', 'another'))).status).toBe(401);
    expect((await introspect(undefined, { client_secret: 'habilis-psc-development' })).status).toBe(401);
  });
});
