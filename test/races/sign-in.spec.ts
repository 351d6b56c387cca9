import { personaById } from '../../apps/simulator/src/personas.ts';
import { Dossiers, type Begun } from '../support/dossiers.ts';
import type { Seen } from '../support/http-browser.ts';
import { type Visitor } from '../support/visitor.ts';
import { BRIEY, onProduct } from '../support/product.ts';

const product = onProduct({ replicas: 2 }, () => product.enrol(BRIEY, ...MEMBERS, 'isabelle-garnier', 'marie-eleonore'));

const MEMBERS = [
  'thomas-renaud',
  'amelie-roux',
  'hugo-faure',
  'layla-ben-youssef',
  'julie-martin-a',
  'julie-martin-b',
  'lucas-petit',
  'paul-gauthier',
  'denis-marchand',
] as const;
const signIns = async (account: string) =>
  (await product.witness.kept(account)).facts.filter((each) => each === 'sign-in.completed').length;
const won = <T>(tries: readonly PromiseSettledResult<T>[]) => tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));

describe('a person whose requests go to one replica after the other', () => {
  it('signs in, and whichever replica is asked knows the tokens', async () => {
    const isabelle = product.visitor('isabelle-garnier');
    const begun = await product.dossiers.begin();
    let page = await isabelle.go(begun.url);
    isabelle.at = 1;
    page = await isabelle.leave(page);
    page = await isabelle.prove(page);
    isabelle.at = 0;
    page = await isabelle.acceptCharter(page);
    const tokens = await product.dossiers.redeem(page, begun, 1);
    expect([await product.dossiers.isActive(tokens.access_token, 0), await product.dossiers.isActive(tokens.refresh_token!, 1)]).toEqual([
      true,
      true,
    ]);
  });
});

describe('one code, brought to both replicas at once', () => {
  it('is redeemed once, and what came of it is taken back', async () => {
    const visitor = product.visitor('marie-eleonore');
    const begun = await product.dossiers.begin();
    const landed = await visitor.enter(begun.url);
    const account = 'acc-marie-eleonore';
    const tries = await product.witness.holding(
      `select 1 from oidc_record where account_id = $1 and model = 'AuthorizationCode' for update`,
      [account],
      [0, 1].map((at) => () => product.dossiers.redeem(landed, begun, at)),
    );
    expect(won(tries).length).toBeLessThanOrEqual(1);
    for (const tokens of won(tries)) expect(await product.dossiers.opensAnything(tokens)).toBe(false);
    expect(tries.filter(({ status }) => status === 'rejected').map((each) => (each as PromiseRejectedResult).reason.error)).toContain(
      'invalid_grant',
    );
    const { facts } = await product.witness.kept(account);
    expect(facts.filter((each) => each === 'token.replayed')).toHaveLength(1);
    expect(await signIns(account)).toBe(1);
  });
});

describe('a suspension at another replica', () => {
  const suspend = async (account: string) => {
    const form = { organisation: BRIEY, why: 'security-incident', from: null, until: null, version: await product.sophie.version(account) };
    expect(await product.sophie.act(`/members/${account}/suspend`, form, 1)).toMatchObject({ status: 200 });
  };

  /** What a sign-in is made of; each step takes the page before it. */
  const STEPS: readonly [string, (visitor: Visitor, begun: Begun, page: Seen) => Promise<Seen>][] = [
    ['choosing a means', (visitor, { url }) => visitor.go(url)],
    ['leaving for Pro Santé Connect', (visitor, _, page) => visitor.leave(page)],
    ['coming back from it', (visitor, _, page) => visitor.prove(page)],
    ['accepting the charter', (visitor, _, page) => visitor.acceptCharter(page)],
  ];

  it.each(STEPS.map(([name], at) => [name, at] as const))('before « %s » leaves no code', async (_, fatal) => {
    const persona = MEMBERS[fatal]!;
    const visitor = product.visitor(persona);
    const begun = await product.dossiers.begin();
    let page: Seen = { url: begun.url, status: 0, text: '' };
    for (const [at, [, step]] of STEPS.entries()) {
      if (at === fatal) await suspend(`acc-${persona}`);
      // Whoever is held meets another page than the next step's, which then cannot be taken.
      const next = await step(visitor, begun, page).catch(() => undefined);
      if (!next) break;
      page = next;
    }
    expect(Dossiers.hasCode(page)).toBe(false);
    expect(page.text).toContain('Votre accès est suspendu');
    expect(await signIns(`acc-${persona}`)).toBe(0);
  });

  it('between the code and its redemption leaves no token', async () => {
    const begun = await product.dossiers.begin();
    const landed = await product.visitor('julie-martin-a').enter(begun.url);
    expect(Dossiers.hasCode(landed)).toBe(true);
    await suspend('acc-julie-martin-a');
    for (const at of [0, 1]) await expect(product.dossiers.redeem(landed, begun, at)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  /** Moments in which a request of the person is under way at one replica, made to wait there, while the other suspends. */
  const MIDST: readonly [string, string, (visitor: Visitor, begun: Begun) => Promise<() => Promise<unknown>>][] = [
    ['the arrival is being written', 'lock table upstream_session in share row exclusive mode', async (visitor, { url }) => {
      const login = await visitor.leave(await visitor.go(url));
      return () => visitor.prove(login);
    }],
    ['the answer to the charter is being written', 'lock table charter_answer in share row exclusive mode', async (visitor, { url }) => {
      const charter = await visitor.prove(await visitor.leave(await visitor.go(url)));
      return () => visitor.acceptCharter(charter);
    }],
    ['the session is being written that the code belongs to', `select 1 from oidc_record where account_id = $1 and model = 'Session' for update`, async (visitor, { url }) => {
      const charter = await visitor.prove(await visitor.leave(await visitor.go(url)));
      return () => visitor.acceptCharter(charter);
    }],
    ['the tokens are being written', `select 1 from oidc_record where account_id = $1 and model = 'AuthorizationCode' for update`, async (visitor, begun) => {
      const landed = await visitor.enter(begun.url);
      return () => product.dossiers.redeem(landed, begun, 0);
    }],
  ]; // prettier-ignore

  it.each(MIDST.map(([name, ...rest], at) => [name, MEMBERS[at + 5]!, ...rest] as const))(
    'while %s never ends in usable tokens',
    async (_, persona, lock, prepare) => {
      const account = `acc-${persona}`;
      const visitor = product.visitor(persona);
      const begun = await product.dossiers.begin();
      const request = await prepare(visitor, begun);
      const [ended] = await product.witness.holding<unknown>(lock, lock.includes('$1') ? [account] : [], [request], () => suspend(account));
      const value = ended!.status === 'fulfilled' ? ended!.value : undefined;
      if (value && typeof value === 'object' && 'access_token' in value) {
        expect(await product.dossiers.opensAnything(value as { access_token: string })).toBe(false);
      } else if (value && Dossiers.hasCode(value as Seen)) {
        await expect(product.dossiers.redeem(value as Seen, begun, 1)).rejects.toMatchObject({ error: 'invalid_grant' });
      }
      expect(Dossiers.hasCode(await visitor.go((await product.dossiers.begin()).url))).toBe(false);
    },
  );
});

describe('two first arrivals of one person, at two replicas at once', () => {
  it('make one account, one request, and tell administrators once', async () => {
    const browsers = [0, 1].map((at) => {
      const visitor = product.visitor('nadia-haddad');
      visitor.at = at;
      return visitor;
    });
    const logins = await Promise.all(browsers.map(async (each) => each.leave(await each.go((await product.dossiers.begin()).url))));
    const arrivals = await product.witness.holding(
      'lock table account in share row exclusive mode',
      [],
      browsers.map((each, at) => () => each.prove(logins[at]!)),
    );
    expect(arrivals.map((each) => each.status === 'fulfilled' && each.value.text.includes('attend la décision'))).toEqual([true, true]);
    const accounts = await product.witness.accountsOf(personaById('nadia-haddad')!.nationalId!);
    expect(accounts).toHaveLength(1);
    expect(await product.witness.query(`select 1 from account where family_name = 'HADDAD'`)).toHaveLength(1);
    expect(await product.witness.kept(accounts[0]!)).toMatchObject({
      stage: 'requested',
      version: 1,
      facts: ['account.request'],
      owed: ['mail.send'],
    });
  });
});
