import { Desk } from '../support/desk.ts';
import { enrol } from '../support/enrolled.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { Witness } from '../support/witness.ts';
import { fill, formOf, operationsOf, type Operation } from './documented.ts';
import { POISONED_ADDRESS, spoiltJson, type Bad } from './malformed.ts';
import type { Raw } from './raw.ts';
import { bodiesTo, tryAll, type Trial } from './trial.ts';

const BRIEY = 'org-cpts-briey';

/** Milliseconds for thousands of requests: every address, every way to spoil one. */
const LONG = 120_000;

let stack: Stack;
let trial: Trial;
let operations: Operation[];
let signedIn: Record<string, string>;
/** What makes a request right, by the name of the field or parameter; what has a closed list takes its first. */
let right: Record<string, unknown>;
beforeAll(async () => {
  stack = await startStack();
  const witness = new Witness(stack.databaseUrl);
  trial = { origin: stack.issuer, witness };
  await enrol(stack.databaseUrl, BRIEY, 'thomas-renaud');
  const sophie = await Desk.open(stack, 'sophie-bernard');
  signedIn = { cookie: sophie.visitor.cookies, 'x-habilis-csrf': sophie.csrf, origin: stack.issuer };
  const version = await sophie.version('acc-thomas-renaud');
  right = { id: 'acc-thomas-renaud', hold: 'hold-unknown', grant: 'grant-unknown', organisation: BRIEY, role: 'site-administrator', version, from: null, until: '2027-01-31', on: null }; // prettier-ignore
  operations = operationsOf(await (await fetch(`${stack.issuer}/api/openapi.json`)).json());
}, 120_000);
afterAll(async () => {
  await trial?.witness.close();
  await stack?.stop();
});

/** Refusals that would say that the test never came to what it tries. */
const ANOTHER_REASON = ['session.required', 'session.page-expired', 'request.cross-site', 'request.too-many', 'account.stale'];

/** The same bad requests to every address of the document that `which` chooses. */
async function everywhere(
  which: (operation: Operation) => boolean,
  spoil: (operation: Operation) => readonly Bad<Raw>[],
  never: readonly string[] = ANOTHER_REASON,
): Promise<string[]> {
  const chosen = operations.filter(which);
  expect(chosen.length).toBeGreaterThan(0);
  const requests = chosen.flatMap((each) => spoil(each).map(([name, raw]): Bad<Raw> => [`${each.method} ${each.path}, ${name}`, raw]));
  return tryAll({ ...trial, expected: { never } }, requests);
}

const acts = ({ form }: Operation) => form !== undefined;
/** People are invited to the structure they work in, by the administrators of its community. */
const inStructures = ({ path }: Operation) => path.endsWith('/invitations');
const address = ({ path }: Operation, other: Record<string, string> = {}) => fill(path, { ...right, ...other });
const body = (operation: Operation, other: Record<string, unknown> = {}) => JSON.stringify({ ...formOf(operation, right), ...other });
const asJson = () => ({ ...signedIn, 'content-type': 'application/json' });

describe('every address of the documented interface', () => {
  it('is there', () => {
    expect(operations.filter(acts).length).toBeGreaterThanOrEqual(8);
    expect(operations.length).toBeGreaterThanOrEqual(15);
  });

  it(
    'refuses every spoilt form',
    async () => {
      const wrong = await everywhere(
        acts,
        (operation) =>
          bodiesTo({ method: operation.method, path: address(operation), headers: signedIn }, spoiltJson(formOf(operation, right))),
        [...ANOTHER_REASON, 'membership.step-not-allowed', 'hold.unknown', 'grant.unknown', 'grant.overlaps'],
      );
      expect(wrong).toEqual([]);
    },
    LONG,
  );

  it(
    'refuses every poisoned id',
    async () => {
      const wrong = await everywhere(
        ({ inPath }) => inPath.length > 0,
        (operation) =>
          operation.inPath.flatMap((name) =>
            [
              ...POISONED_ADDRESS,
              ['an id nobody has', 'acc-nobody'] as const,
              ['an id of another kind', name === 'organisation' ? 'acc-thomas-renaud' : BRIEY] as const,
            ].map(([what, id]): Bad<Raw> => [
              `${name} is ${what}`,
              {
                method: operation.method,
                path: address(operation, { [name]: id }),
                ...(operation.form ? { headers: asJson(), body: body(operation) } : { headers: signedIn }),
              },
            ]),
          ),
      );
      expect(wrong).toEqual([]);
    },
    LONG,
  );

  it(
    'refuses every spoilt parameter',
    async () => {
      const wrong = await everywhere(
        () => true,
        (operation) => {
          const ask = (what: string, query: string): Bad<Raw> => [
            what,
            {
              method: operation.method,
              path: `${address(operation)}?${query}`,
              ...(operation.form ? { headers: asJson(), body: body(operation) } : { headers: signedIn }),
            },
          ];
          return [
            ask('broken percent-encoding', 'x=%E0%A4%A'),
            ask('a NUL', 'x=%00'),
            ask('a parameter twice', 'x=1&x=2'),
            ...(operation.inQuery.length > 0
              ? [
                  ask('an unknown parameter', 'admin=true'),
                  ask('a prototype', '__proto__=1'),
                  ask('a prototype of lists', '__proto__[admin]=1'),
                ]
              : []),
            ...operation.inQuery.flatMap((name) => [
              ask(`${name} twice`, `${name}=1&${name}=2`),
              ask(`${name} twice, once in disguise`, `${name}=1&%${name.charCodeAt(0).toString(16)}${name.slice(1)}=2`),
              ask(`${name} as a list`, `${name}[]=1`),
              // The beginning of a name may be any text.
              ...(name === 'q' ? [] : POISONED_ADDRESS.map(([what, value]) => ask(`${name} is ${what}`, `${name}=${value}`))),
            ]),
          ];
        },
      );
      expect(wrong).toEqual([]);
    },
    LONG,
  );

  it(
    'refuses every other method',
    async () => {
      const wrong = await everywhere(
        () => true,
        ({ path }) =>
          ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
            .filter((method) => !operations.some((each) => each.path === path && each.method === method))
            .map((method): Bad<Raw> => [method, { method, path: fill(path, right), headers: asJson(), body: '{}' }]),
      );
      expect(wrong).toEqual([]);
    },
    LONG,
  );

  it(
    'refuses whoever is not signed in, or acts from elsewhere',
    async () => {
      const { cookie, origin } = signedIn as { cookie: string; origin: string };
      const strangers: readonly Bad<Record<string, string>>[] = [
        ['nobody', { origin }],
        ['a cookie that was made up', { origin, cookie: 'habilis-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
        ['a cookie in bad encoding', { origin, cookie: 'habilis-session=%E0%A4%A' }],
        ['a bearer nobody has', { ...signedIn, authorization: 'Bearer nobody' }],
        ['a bearer that is markup', { ...signedIn, authorization: 'Bearer <script>' }],
        ['a password', { ...signedIn, authorization: 'Basic %%%' }],
      ];
      const forgers: readonly Bad<Record<string, string>>[] = [
        ['no anti-forgery token', { cookie, origin }],
        ['another’s anti-forgery token', { cookie, origin, 'x-habilis-csrf': 'x'.repeat(43) }],
        ['another site', { ...signedIn, origin: 'https://evil.example' }],
        ['no origin', { cookie, 'x-habilis-csrf': signedIn['x-habilis-csrf']! }],
      ];
      const wrong = await everywhere(
        () => true,
        (operation) =>
          [...strangers, ...(operation.form ? forgers : [])].map(([who, headers]): Bad<Raw> => {
            const asks = operation.form
              ? { headers: { ...headers, 'content-type': 'application/json' }, body: body(operation) }
              : { headers };
            return [who, { method: operation.method, path: address(operation), ...asks }];
          }),
        [],
      );
      expect(wrong).toEqual([]);
    },
    LONG,
  );

  it(
    'refuses acts in another organisation',
    async () => {
      const wrong = await everywhere(
        ({ form }) => form !== undefined && 'organisation' in (form.properties ?? {}),
        (operation) =>
          ['org-cpts-longwy', 'org-nowhere', ...(inStructures(operation) ? [] : ['org-msp-moineville'])].map((organisation): Bad<Raw> => [
            organisation,
            { method: operation.method, path: address(operation), headers: asJson(), body: body(operation, { organisation }) },
          ]),
      );
      expect(wrong).toEqual([]);
    },
    LONG,
  );
});
