import { personaById } from '../../apps/simulator/src/personas.ts';
import { Dossiers } from '../support/dossiers.ts';
import { BRIEY, CARE, inDays, onProduct } from '../support/product.ts';
import type { Kept } from '../support/witness.ts';

const [SURVIVOR, VICTIM] = [0, 1] as const;

const product = onProduct({ replicas: 2 });

/** Someone does something, at the replica told; as often as it takes. */
interface Doing {
  /** Undefined while nobody has an account yet. */
  account(): Promise<string | undefined>;
  /** Ends when it has been acknowledged. */
  go(at: number): Promise<void>;
  /** The fact it leaves. */
  readonly fact: string;
}

const acknowledged = ({ status, body }: { status: number; body: unknown }) => {
  if (status !== 200) throw new Error(JSON.stringify(body));
};
const act = async (account: string, path: string, form: object, fact: string): Promise<Doing> => ({
  account: async () => account,
  go: async (at) => acknowledged(await product.sophie.act(`/members/${account}/${path}`, form, at)),
  fact,
});
const versioned = async (account: string, form: object) => ({ ...form, version: (await product.witness.kept(account)).version });
const accountOf = async (persona: string) => (await product.witness.accountsOf(personaById(persona)!.nationalId!))[0];
/** Also an account that would be there without anything of its identity. */
const named = async (persona: string) => {
  const { given, family } = personaById(persona)!;
  const [row] = await product.witness.query<{ id: string }>('select id from account where given_name = $1 and family_name = $2', [
    given,
    family,
  ]);
  return row?.id;
};
const member = async (persona: string) => (await product.enrol(BRIEY, persona))[0]!;

/** Each kind of commit, made ready to happen to someone. */
const KINDS = {
  'an approval': async (persona: string) => {
    await product.visitor(persona).enter((await product.dossiers.begin()).url);
    const account = (await accountOf(persona))!;
    return act(account, 'approve', await versioned(account, { organisation: BRIEY, why: 'identity-verified' }), 'account.approve');
  },
  'a grant': async (persona: string) =>
    act(await member(persona), 'grants', { role: CARE, organisation: BRIEY, until: inDays(30), why: 'new-duties' }, 'role.granted'),
  'a role taken back': async (persona: string) => {
    const account = await member(persona);
    acknowledged(
      await product.sophie.act(`/members/${account}/grants`, { role: CARE, organisation: BRIEY, until: inDays(30), why: 'new-duties' }),
    );
    const [{ id } = { id: '' }] = await product.witness.query<{ id: string }>('select id from role_grant where account_id = $1', [account]);
    return act(account, `grants/${id}/revoke`, { why: 'review' }, 'role.revoked');
  },
  'a suspension': async (persona: string) => {
    const account = await member(persona);
    const form = { organisation: BRIEY, why: 'security-incident', from: null, until: null };
    return act(account, 'suspend', await versioned(account, form), 'hold.suspension');
  },
  'a departure': async (persona: string) => {
    const account = await member(persona);
    return act(account, 'departure', await versioned(account, { organisation: BRIEY, why: 'retired', on: null }), 'membership.end');
  },
  'an answer to the charter': async (persona: string) => {
    const account = await member(persona);
    const visitor = product.visitor(persona);
    const charter = await visitor.prove(await visitor.leave(await visitor.go((await product.dossiers.begin()).url)));
    const go = async (at: number) => {
      visitor.at = at;
      if (!Dossiers.hasCode(await visitor.acceptCharter(charter))) throw new Error('no code');
    };
    return { account: async () => account, go, fact: 'charter.accepted' };
  },
  'a closing': async (persona: string) => {
    const account = await member(persona);
    const visitor = product.visitor(persona);
    await visitor.enter(`${product.stack.issuer}/session/sign-in?for=own`);
    const page = await visitor.go(`${product.stack.issuer}/moi/cloture`);
    const go = async (at: number) => {
      visitor.at = at;
      const { text } = await visitor.submit(page, '/moi/cloture', { why: 'no-longer-needed' });
      if (!/CL-\d{4}-\d\d-\d\d-/.test(text)) throw new Error(text);
    };
    return { account: async () => account, go, fact: 'account.close' };
  },
  'a first arrival': async (persona: string) => {
    const go = async (at: number) => {
      const visitor = product.visitor(persona);
      visitor.at = at;
      const { text } = await visitor.enter((await product.dossiers.begin()).url);
      if (!text.includes('attend la décision')) throw new Error(text);
    };
    return { account: () => named(persona), go, fact: 'account.request' };
  },
  'a sign-in': async (persona: string) => {
    const account = await member(persona);
    const visitor = product.visitor(persona);
    await visitor.enter((await product.dossiers.begin()).url);
    const go = async (at: number) => {
      visitor.at = at;
      if (!Dossiers.hasCode(await visitor.go((await product.dossiers.begin()).url))) throw new Error('no code');
    };
    return { account: async () => account, go, fact: 'sign-in.completed' };
  },
} satisfies Record<string, (persona: string) => Promise<Doing>>;
type Kind = keyof typeof KINDS;

const count = (facts: readonly string[] | undefined, fact: string) => facts?.filter((each) => each === fact).length ?? 0;

/** State and fact in one statement: once sent, the database ends it alone, and it is whole or absent either way. */
const ONE_STATEMENT: ReadonlySet<Kind> = new Set(['a sign-in']);

/** Where the transactions are when the process dies, and whom they are about. */
// prettier-ignore
const ROUNDS: readonly [string, string, Partial<Record<Kind, string>>][] = [
  ['once the state is written and the fact is not', 'lock table fact in access exclusive mode', {
    'an approval': 'nadia-haddad', 'a grant': 'thomas-renaud', 'a role taken back': 'layla-ben-youssef', 'a suspension': 'amelie-roux',
    'a departure': 'hugo-faure', 'an answer to the charter': 'isabelle-garnier', 'a closing': 'julie-martin-a',
    'a first arrival': 'gilles-lambert', 'a sign-in': 'marie-eleonore' }],
  ['once state and fact are written and what is owed is not', 'lock table outbox in access exclusive mode', {
    'an approval': 'julie-martin-b', 'a suspension': 'lucas-petit', 'a departure': 'paul-gauthier', 'a closing': 'denis-marchand',
    'a first arrival': 'ines-caron' }],
];

describe.each(ROUNDS)('a replica killed %s', (_, lock, people) => {
  const kinds = Object.keys(people) as Kind[];
  const doings = new Map<Kind, Doing>();
  const before = new Map<Kind, Kept | undefined>();
  const kept = async (kind: Kind) => {
    const account = await doings.get(kind)!.account();
    return account === undefined ? undefined : product.witness.kept(account);
  };
  let answers: PromiseSettledResult<void>[];

  beforeAll(async () => {
    if (product.stack.iam[VICTIM]!.child.signalCode) await product.stack.restart(VICTIM);
    for (const kind of kinds) doings.set(kind, await KINDS[kind](people[kind]!));
    for (const kind of kinds) before.set(kind, await kept(kind));
    const requests = kinds.map((kind) => () => doings.get(kind)!.go(VICTIM));
    answers = await product.witness.holding(lock, [], requests, () => product.stack.iam[VICTIM]!.stop('SIGKILL'));
    await product.witness.settled();
  }, 60_000);

  it('acknowledges nothing', () => {
    expect(answers.map(({ status }) => status)).toEqual(kinds.map(() => 'rejected'));
  });

  it.each(kinds.filter((kind) => !ONE_STATEMENT.has(kind)))('leaves nothing of %s', async (kind) => {
    expect(await kept(kind)).toEqual(before.get(kind));
  });

  it.each(kinds)('lets the other replica take up %s', async (kind) => {
    const { go, fact } = doings.get(kind)!;
    const left = await kept(kind);
    await go(SURVIVOR);
    const after = await kept(kind);
    expect(count(after?.facts, fact)).toBe(count(left?.facts, fact) + 1);
    expect(after).not.toEqual(left);
  });
});
