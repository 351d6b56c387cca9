import { createHash } from 'node:crypto';
import { FAULTS, PERSONAS, startSimulator, type Simulator } from './index.ts';
import { html } from './html.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());

const asked = { client_id: 'habilis', response_type: 'code', acr_values: 'eidas1', state: 's', nonce: 'n', scope: 'openid scope_all' };
const login = (name: 'psc' | 'enrs') =>
  `${simulator[name].authorizationEndpoint}?${new URLSearchParams({ ...asked, redirect_uri: `http://localhost:4400/upstream/${name}/callback` })}`;
const PAGES: readonly [name: string, url: () => string][] = [
  ['the login page', () => login('psc')],
  ['the login page of the regional provider', () => login('enrs')],
  ['the refusal page', () => simulator.psc.authorizationEndpoint],
  ['the phone', () => `${simulator.wallet.origin}/mobile`],
  ['the signed-out page', () => `${simulator.psc.issuer}/protocol/openid-connect/logout`],
];

describe('every page', () => {
  it.each(PAGES)('%s says it is a simulator, in French, and fetches nothing', async (_, url) => {
    const answer = await fetch(url());
    const page = await answer.text();
    const policy = answer.headers.get('content-security-policy') ?? '';
    const [, style = ''] = /<style>(.*)<\/style>/su.exec(page) ?? [];

    expect(page).toContain('<strong>SIMULATEUR</strong>');
    expect(page).toMatch(/^<!doctype html><html lang="fr">/u);
    expect(page).not.toMatch(/<script|<img|<link|src=|url\(|https?:/u);
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
  });
});

describe('the login page', () => {
  it('offers each person as a submit button, and each playable fault', async () => {
    const page = await (await fetch(login('psc'))).text();
    for (const { id } of PERSONAS.filter(({ at }) => at.includes('psc'))) expect(page).toContain(`<button name="persona" value="${id}"`);
    expect(page).toContain('<option value="nonce-wrong">');
    expect(page).not.toContain('<option value="tls-bad-chain">');
    expect(FAULTS.length).toBeGreaterThan(100);
  });

  it('lets the form end on this machine or at the service, and nowhere else', async () => {
    const policy = (await fetch(login('psc'))).headers.get('content-security-policy')!;
    const [, targets] = /form-action ([^;]+)/u.exec(policy)!;
    expect(targets).toBe("'self' http://localhost:* http://127.0.0.1:* https://localhost:* http://localhost:4400");
  });
});

describe('what is put in a page', () => {
  it('is escaped', () => {
    expect(html`<p title="${'"'}">${"<b>&'"}</p>`.source).toBe('<p title="&quot;">&lt;b&gt;&amp;&#39;</p>');
  });
});
