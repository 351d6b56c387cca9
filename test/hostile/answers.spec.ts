import type { FaultId } from '@habilis/simulator';
import { Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

// prettier-ignore
const REFUSED: readonly [number: number, fault: FaultId, why: string][] = [
  [19, 'userinfo-sub-other',         'upstream.userinfo-of-another'],
  [19, 'userinfo-sub-missing',       'upstream.answer-refused'],
  [20, 'userinfo-error-json',        'upstream.answer-refused'],
  [20, 'userinfo-html',              'upstream.answer-refused'],
  [20, 'userinfo-empty',             'upstream.answer-refused'],
  [20, 'userinfo-10mb',              'upstream.answer-refused'],
  [20, 'userinfo-deep',              'upstream.answer-refused'],
  [20, 'userinfo-wrong-type',        'upstream.answer-refused'],
  [20, 'userinfo-array',             'upstream.answer-refused'],
  [21, 'userinfo-jwt-bad-signature', 'upstream.token-signature'],
  [21, 'userinfo-jwt-unsigned',      'upstream.token-algorithm'],
  [32, 'token-no-id-token',          'upstream.answer-refused'],
  [32, 'token-type-mac',             'upstream.answer-refused'],
  [32, 'token-duplicate-keys',       'upstream.answer-refused'],
  [32, 'token-html',                 'upstream.answer-refused'],
  [33, 'redirect-token',             'upstream.answer-refused'],
  [33, 'redirect-userinfo',          'upstream.answer-refused'],
];

describe('an answer that is not what it should be', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.open();
    expect((await place.signIn()).arrival).toBeDefined();
  });
  afterAll(() => place.close());

  it.each(REFUSED)('[%i] %s is refused: %s', (_number, fault, why) => refused(place, why, misbehaving(place, fault)));

  it('[20] userinfo-10mb: reading stops at the first byte too many', async () => {
    await misbehaving(place, 'userinfo-10mb')();
    expect((await place.refusals()).at(-1)).toMatchObject({ details: { cause: 'too-long' } });
  });

  it('[33] redirect-token, redirect-userinfo: the internal address was never asked', () => {
    expect(place.provider('psc').log.counts).not.toHaveProperty('internal');
  });

  it('[20] userinfo-proto-keys: keys that could change our own objects are dropped, and nothing is', async () => {
    expect((await misbehaving(place, 'userinfo-proto-keys')()).arrival).toBeDefined();
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('[32] token-expires-huge: a lifetime beyond reason changes nothing, for we keep no access token', async () => {
    expect((await misbehaving(place, 'token-expires-huge')()).arrival).toBeDefined();
  });

  it('[21] userinfo signed by a key it publishes is read', async () => {
    place.provider('psc').change({ signedUserinfo: true });
    expect((await place.signIn()).arrival).toBeDefined();
    place.provider('psc').change({ signedUserinfo: false });
  });
});
