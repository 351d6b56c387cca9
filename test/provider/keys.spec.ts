import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { testPortals } from './support/portals.ts';
import { until } from './support/receiver.ts';
import { signIn } from './support/relying-party.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ twin: true, portals: testPortals({ agenda: { idTokenAlg: 'RS256' } }) });
  await world.member('claire');
});
afterAll(() => world.close());

const published = async (origin = world.site.origin) => (await (await fetch(`${origin}/jwks`)).json()) as JSONWebKeySet;
const kids = async (origin?: string) => (await published(origin)).keys.map(({ kid }) => kid!).sort();
const kidOf = (token: string) => decodeProtectedHeader(token).kid!;

it('signing keys change with an overlap: what was signed before still verifies, and the next are known ahead', async () => {
  const before = await signIn(world.site, 'dossiers', 'acc-claire');
  const known = await kids();
  expect(known).toContain(kidOf(before.tokens.id_token!));
  await world.site.provider.rotateKeys('acc-admin');
  const after = await signIn(world.site, 'dossiers', 'acc-claire');
  expect(kidOf(after.tokens.id_token!)).not.toBe(kidOf(before.tokens.id_token!));
  // A portal that read the keys before the change verifies what is signed after it.
  expect(known).toContain(kidOf(after.tokens.id_token!));
  const keys = createLocalJWKSet(await published());
  for (const { tokens } of [before, after]) await jwtVerify(tokens.id_token!, keys, { issuer: world.site.issuer });
  expect((await world.they.facts('system:provider')).map(({ what, by }) => [what, by])).toEqual([['signing-key.rotated', 'acc-admin']]);
});

it('a replica hears of it, and goes on with keys that are still published when it does not', async () => {
  await until(async () => (await kids(world.twin.origin)).join() === (await kids()).join());
  await Promise.all([world.site.provider.rotateKeys('acc-admin'), world.twin.provider.rotateKeys('acc-admin')]);
  await until(async () => (await kids(world.twin.origin)).join() === (await kids()).join());
  expect(new Set(await kids()).size).toBe((await kids()).length);
});

it('each portal receives the signature its file names', async () => {
  const [es, rs] = [await signIn(world.site, 'dossiers', 'acc-claire'), await signIn(world.site, 'agenda', 'acc-claire')];
  expect([es, rs].map(({ tokens }) => decodeProtectedHeader(tokens.id_token!).alg)).toEqual(['ES256', 'RS256']);
});

it('private halves are sealed at rest', async () => {
  const [row] = await world.db.query<{ row: string }>({ name: 'test.keys', text: `select string_agg(k::text, '') as row from oidc_key k` });
  expect(row!.row).not.toMatch(/"d":|"p":|"q":/);
});

it('expired records go a few at a time', async () => {
  await world.db.query({
    name: 'test.age',
    text: `update oidc_record set expires_at = now() - interval '1 hour' where model <> 'Session'`,
  });
  const first = await world.site.provider.sweep(2);
  expect(first).toBe(2);
  while ((await world.site.provider.sweep(100)) > 0);
  const [left] = await world.db.query<{ n: number }>({
    name: 'test.left',
    text: `select count(*)::int as n from oidc_record where model <> 'Session'`,
  });
  expect(left!.n).toBe(0);
});
