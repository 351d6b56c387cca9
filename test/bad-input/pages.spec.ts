import { Dossiers } from '../support/dossiers.ts';
import { enrol } from '../support/enrolled.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { Visitor } from '../support/visitor.ts';
import { Witness } from '../support/witness.ts';
import { POISONED_ADDRESS, spoiltForm, type Bad } from './malformed.ts';
import { send, type Raw } from './raw.ts';
import { bodiesTo, tryAll, type Trial } from './trial.ts';

const BROWSING = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const UID = 'x'.repeat(43);

let stack: Stack;
let trial: Trial;
let here: Record<string, string>;
beforeAll(async () => {
  stack = await startStack();
  trial = { origin: stack.issuer, witness: new Witness(stack.databaseUrl) };
  here = { ...BROWSING, origin: stack.issuer };
}, 120_000);
afterAll(async () => {
  await trial?.witness.close();
  await stack?.stop();
});

const get = (path: string, headers = BROWSING): Bad<Raw> => [`GET ${path}`, { method: 'GET', path, headers }];
const poisoned = (prefix: string, suffix = '') =>
  POISONED_ADDRESS.map(([what, text]): Bad<Raw> => [
    `${prefix}… is ${what}`,
    { method: 'GET', path: `${prefix}${text}${suffix}`, headers: BROWSING },
  ]);

describe('the way to an upstream and back', () => {
  it('refuses to leave without a sign-in that is under way', async () => {
    const forms = spoiltForm({ interaction: UID });
    expect(await tryAll(trial, bodiesTo({ method: 'POST', path: '/upstream/psc/start', headers: here }, forms))).toEqual([]);
    const elsewhere: Bad<Raw>[] = [
      ['an upstream nobody knows', { method: 'POST', path: '/upstream/nobody/start', headers: here }],
      ['a prototype of an upstream', { method: 'POST', path: '/upstream/__proto__/start', headers: here }],
      [
        'another site',
        {
          method: 'POST',
          path: '/upstream/psc/start',
          headers: { ...BROWSING, origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
          body: `interaction=${UID}`,
        },
      ],
      ['a link', { method: 'GET', path: '/upstream/psc/start', headers: BROWSING }],
    ];
    expect(await tryAll(trial, elsewhere)).toEqual([]);
  });

  it('refuses to come back with what it never gave', async () => {
    const callbacks = ['', '?code=x', '?state=x', '?code=x&state=x', '?code=x&code=y&state=x', '?state=x&state=y&code=x', '?error=access_denied', '?error=%3Cscript%3E&error_description=%3Cimg%3E&state=x', '?code[]=x&state[]=y', '?iss=https://evil.example&code=x&state=x', '?__proto__=x&code=x']; // prettier-ignore
    const requests = callbacks.map((query) => get(`/upstream/psc/callback${query}`));
    expect(
      await tryAll(trial, [
        ...requests,
        ...poisoned('/upstream/psc/callback?code=x&state='),
        ...poisoned('/upstream/psc/callback?state=x&code='),
        ...poisoned('/upstream/', '/callback?code=x&state=x'),
      ]),
    ).toEqual([]);
  });

  it('refuses to confirm what nobody waits for', async () => {
    const requests = bodiesTo({ method: 'POST', path: `/upstream/psc/confirm/x`, headers: here }, spoiltForm({ answer: 'yes' }));
    expect(
      await tryAll(trial, [...requests, ...poisoned('/upstream/psc/confirm/'), ...poisoned('/upstream/psc/signed-out?state=')]),
    ).toEqual([]);
  });

  it('refuses a sign-out that no upstream has signed', async () => {
    const forms = spoiltForm({ logout_token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' });
    const to = (path: string) => ({ method: 'POST', path });
    expect(
      await tryAll(trial, [
        ...bodiesTo(to('/upstream/psc/backchannel-logout'), forms),
        ...bodiesTo(to('/upstream/nobody/backchannel-logout'), forms.slice(0, 3)),
      ]),
    ).toEqual([]);
  });
});

describe('the steps of a sign-in', () => {
  const steps = ['charter', 'activity', 'ask', 'continue', 'leave'];

  it('refuse a sign-in that is not there', async () => {
    const posts = steps.flatMap((step) =>
      bodiesTo({ method: 'POST', path: `/interaction/${UID}/${step}`, headers: here }, spoiltForm({ answer: 'accept' })),
    );
    expect(
      await tryAll(trial, [
        ...posts,
        get(`/interaction/${UID}`),
        get(`/interaction/${UID}/arrived`),
        ...poisoned('/interaction/'),
        ...poisoned('/interaction/', '/arrived'),
      ]),
    ).toEqual([]);
  });

  it('refuse spoilt answers to the charter, and answers from another site', async () => {
    await enrol(stack.databaseUrl, 'org-cpts-briey', 'thomas-renaud');
    const thomas = new Visitor(stack, 'thomas-renaud');
    const charter = await thomas.prove(await thomas.leave(await thomas.go((await new Dossiers(stack).begin()).url)));
    const uid = /\/interaction\/([^/?]+)/.exec(charter.url)![1]!;
    const cookie = thomas.cookies;
    const form = { answer: 'accept', of: 'org-cpts-briey', version: '1' };
    const path = `/interaction/${uid}/charter`;
    const spoilt = bodiesTo({ method: 'POST', path, headers: { ...here, cookie } }, spoiltForm(form));
    const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
    const elsewhere: Bad<Raw>[] = [
      [
        'another site',
        {
          method: 'POST',
          path,
          headers: { ...BROWSING, ...urlencoded, cookie, origin: 'https://evil.example' },
          body: 'answer=accept&read=on&of=org-cpts-briey&version=1',
        },
      ],
      [
        'nowhere',
        {
          method: 'POST',
          path,
          headers: { ...BROWSING, ...urlencoded, cookie },
          body: 'answer=accept&read=on&of=org-cpts-briey&version=1',
        },
      ],
      [
        'another browser',
        { method: 'POST', path, headers: { ...here, ...urlencoded }, body: 'answer=accept&read=on&of=org-cpts-briey&version=1' },
      ],
      [
        'a version to come',
        { method: 'POST', path, headers: { ...here, ...urlencoded, cookie }, body: 'answer=accept&read=on&of=org-cpts-briey&version=99' },
      ],
      [
        'another organisation',
        { method: 'POST', path, headers: { ...here, ...urlencoded, cookie }, body: 'answer=accept&read=on&of=org-cpts-longwy&version=1' },
      ],
      [
        'an activity that is none',
        {
          method: 'POST',
          path: `/interaction/${uid}/activity`,
          headers: { ...here, ...urlencoded, cookie },
          body: `activity=${'x'.repeat(65)}`,
        },
      ],
    ];
    expect((await send(stack.issuer, { method: 'GET', path: `/interaction/${uid}`, headers: { ...BROWSING, cookie } })).text).toContain(
      'Charte d’usage',
    );
    expect(await tryAll(trial, [...spoilt, ...elsewhere])).toEqual([]);
    expect(Dossiers.hasCode(await thomas.acceptCharter(charter))).toBe(true);
  });
});

describe('our own pages', () => {
  it('refuse spoilt addresses', async () => {
    const bad = ['/?signed-in=maybe', '/?x=1', '/?signed-in=no&signed-in=no', '/langue/de', '/langue/__proto__', '/langue/fr?retour=https://evil.example', '/langue/fr?retour=//evil.example', '/langue/fr?retour=/%5Cevil.example', '/langue/fr?retour=%0d%0aX-Injected:%20yes', '/session/sign-in', '/session/sign-in?for=nobody', '/session/sign-in?for=own&return=//evil.example', '/session/sign-in?for=own&return=https://evil.example', '/session/sign-in?for=own&return=/%5Cevil.example', '/session/sign-in?for=own&fresh=2', '/session/sign-in?for=own&for=console', '/session/sign-in?for=own&x=1']; // prettier-ignore
    expect(
      await tryAll(trial, [
        ...bad.map((path) => get(path)),
        ...poisoned('/langue/'),
        ...poisoned('/session/sign-in?for='),
        ...poisoned('/session/sign-in?for=own&return='),
      ]),
    ).toEqual([]);
  });

  it('refuse acts of whoever is not signed in, or comes from elsewhere', async () => {
    const acts = ['/moi/cloture', '/moi/sessions/end-all', `/moi/sessions/${UID}/end`];
    const body = 'why=no-longer-needed';
    const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
    const requests = acts.flatMap((path): Bad<Raw>[] => [
      [`${path}, nobody`, { method: 'POST', path, headers: { ...here, ...urlencoded }, body }],
      [
        `${path}, from another site`,
        { method: 'POST', path, headers: { ...BROWSING, ...urlencoded, origin: 'https://evil.example' }, body },
      ],
    ]);
    const signOut: Bad<Raw> = [
      'a sign-out from another site',
      { method: 'POST', path: '/session/sign-out', headers: { ...BROWSING, ...urlencoded, origin: 'https://evil.example' }, body: '' },
    ];
    expect(await tryAll(trial, [...requests, signOut])).toEqual([]);
  });

  it('refuse spoilt acts of whoever is signed in', async () => {
    const claire = new Visitor(stack, 'claire-moreau');
    await claire.enter(`${stack.issuer}/session/sign-in?for=own`);
    const page = await claire.go(`${stack.issuer}/moi/cloture`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
    const cookie = claire.cookies;
    // The same fields as JSON, with the page's token, are the same act.
    const closing = spoiltForm({ why: 'no-longer-needed', csrf }).filter(([name]) => name !== 'JSON');
    const sessions = [
      `/moi/sessions/x/end`,
      `/moi/sessions/${'x'.repeat(65)}/end`,
      '/moi/sessions/%00/end',
      '/moi/sessions/%3Cscript%3Eaaaaaaaaaaaaaaaa/end',
      '/moi/sessions/..%2f..%2fend/end',
    ];
    const pages = [
      '/moi/chartes/org-x/abc',
      '/moi/chartes/org-cpts-briey/0',
      '/moi/chartes/org-cpts-briey/99',
      '/moi/chartes/org-cpts-briey/1e9',
      '/moi/chartes/__proto__/1',
      '/moi/chartes/%3Cscript%3E/1',
      '/moi/sessions?ended=2',
      '/moi/sessions?x=1',
      '/moi/activite?avant=%3Cscript%3E',
      '/moi/nulle-part',
    ];
    const signed = { ...here, cookie };
    const requests: Bad<Raw>[] = [
      ...bodiesTo({ method: 'POST', path: '/moi/cloture', headers: signed }, closing),
      ...sessions.map((path): Bad<Raw> => [
        path,
        { method: 'POST', path, headers: { ...signed, 'content-type': 'application/x-www-form-urlencoded' }, body: `csrf=${csrf}` },
      ]),
      ...pages.map((path): Bad<Raw> => [path, { method: 'GET', path, headers: signed }]),
    ];
    expect(await tryAll(trial, requests)).toEqual([]);
    expect((await claire.go(`${stack.issuer}/moi`)).text).toContain('MOREAU');
  });
});
