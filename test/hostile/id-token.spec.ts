import type { FaultId } from '@habilis/simulator';
import { Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

// prettier-ignore
const REFUSED: readonly [number: number, fault: FaultId, why: string][] = [
  [1,  'nonce-wrong',                 'upstream.token-nonce'],
  [2,  'nonce-missing',               'upstream.token-nonce'],
  [3,  'id-token-iss-wrong',          'upstream.token-issuer'],
  [4,  'id-token-iss-trailing-slash', 'upstream.token-issuer'],
  [4,  'id-token-iss-case',           'upstream.token-issuer'],
  [9,  'alg-none',                    'upstream.token-algorithm'],
  [10, 'alg-hs256-secret',            'upstream.token-algorithm'],
  [11, 'alg-hs256-public-key',        'upstream.token-algorithm'],
  [12, 'alg-es256',                   'upstream.token-algorithm'],
  [12, 'alg-ps512',                   'upstream.token-algorithm'],
  [16, 'aud-other-client',            'upstream.token-audience'],
  [16, 'aud-several-no-azp',          'upstream.token-audience'],
  [16, 'azp-mismatch',                'upstream.token-audience'],
  [17, 'id-token-expired',            'upstream.token-time'],
  [17, 'id-token-no-exp',             'upstream.token-time'],
  [17, 'iat-future',                  'upstream.token-time'],
  [17, 'skew-excessive',              'upstream.token-time'],
  [18, 'at-hash-wrong',               'upstream.token-hash'],
  [22, 'acr-absent',                  'upstream.level-absent'],
  [22, 'acr-lower',                   'upstream.level-too-low'],
  [22, 'acr-unknown',                 'upstream.level-unknown'],
  [22, 'acr-array',                   'upstream.level-unknown'],
  [23, 'auth-time-old',               'upstream.authentication-too-old'],
  [23, 'auth-time-missing',           'upstream.authentication-too-old'],
];

describe('an ID token that is not what it should be', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.open();
    expect((await place.signIn()).arrival).toBeDefined();
  });
  afterAll(() => place.close());

  it.each(REFUSED)('[%i] %s is refused: %s', (_number, fault, why) => refused(place, why, misbehaving(place, fault)));

  it('[17] skew-tolerable: a clock 45 seconds ahead is tolerated', async () => {
    expect((await misbehaving(place, 'skew-tolerable')()).arrival).toBeDefined();
  });

  it('[22] acr-higher: more than was asked is good, and the portal is told so', async () => {
    expect((await misbehaving(place, 'acr-higher')()).arrival).toMatchObject({ acr: 'eidas3' });
  });
});
