import { startSimulator, type Simulator } from './index.ts';
import { CIBA_GRANT } from './token.ts';

let simulator: Simulator;
let now = Date.parse('2026-03-02T09:00:00Z');

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => now });
});
afterAll(() => simulator.stop());
afterEach(() => simulator.psc.change({ ciba: 'ask' }));

const call = async (path: string, form: Record<string, string>) => {
  const headers = { authorization: `Basic ${btoa('habilis:habilis-psc-development')}` };
  const answer = await fetch(`${simulator.psc.issuer}/protocol/openid-connect/${path}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  return { status: answer.status, ...(await answer.json()) };
};
const usual = { scope: 'openid scope_all', acr_values: 'eidas1', login_hint: '899700000047', binding_message: '42', channel: 'MOBILE' };
const demand = (change: Partial<typeof usual> = {}) => call('ext/ciba/auth', { ...usual, ...change });
const poll = (id: string) => call('token', { grant_type: CIBA_GRANT, auth_req_id: id });

describe('a demand on the phone, without browser', () => {
  it('waits for the person, then gives tokens, once', async () => {
    const { auth_req_id: id, expires_in, interval } = await demand();
    expect({ expires_in, interval }).toEqual({ expires_in: 120, interval: 1 });
    expect((await poll(id)).error).toBe('authorization_pending');
    expect((await poll(id)).error).toBe('slow_down');

    const page = await (await fetch(`${simulator.wallet.origin}/mobile`)).text();
    expect(page).toContain('nombre <strong>42</strong>');
    await fetch(`${simulator.wallet.origin}/mobile`, {
      method: 'POST',
      body: new URLSearchParams({ auth_req_id: id, decision: 'approve' }),
      redirect: 'manual',
    });
    expect(await poll(id)).toMatchObject({ status: 200, token_type: 'Bearer', refresh_expires_in: 1_800 });
    expect((await poll(id)).error).toBe('invalid_grant');
  });

  it('ends when the person refuses', async () => {
    simulator.psc.change({ ciba: 'deny' });
    expect((await poll((await demand()).auth_req_id)).error).toBe('access_denied');
  });

  it('ends after two minutes', async () => {
    const { auth_req_id: id } = await demand();
    now += 120_000;
    expect((await poll(id)).error).toBe('expired_token');
  });

  it.each([
    ['somebody unknown', { login_hint: '899700009999' }, 'unknown_user_id'],
    ['a message of three digits', { binding_message: '123' }, 'invalid_binding_message'],
    ['too small a scope', { scope: 'openid' }, 'invalid_scope'],
    ['another channel', { channel: 'PIGEON' }, 'invalid_request'],
  ])('is refused for %s', async (_, change, error) => {
    expect((await demand(change)).error).toBe(error);
  });
});
