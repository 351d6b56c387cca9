import { Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

describe('the keys of an upstream', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.open()));
  beforeEach(async () => {
    await place.restart();
    expect((await place.signIn()).arrival).toBeDefined();
    place.provider('psc').log.clear();
  });
  afterAll(() => place.close());
  const fetched = () => place.provider('psc').log.counts.jwks ?? 0;

  it('[13] kid-unknown: a flood of made-up keys asks for the keys a few times, not each time', async () => {
    for (let times = 0; times < 8; times++) await refused(place, 'upstream.token-signature', misbehaving(place, 'kid-unknown'));
    expect(fetched()).toBeLessThanOrEqual(4);
    expect((await place.signIn()).arrival).toBeDefined();
  });

  it('[13] signature-wrong: a known key’s name under another key’s signature', async () => {
    await refused(place, 'upstream.token-signature', misbehaving(place, 'signature-wrong'));
    expect(fetched()).toBe(0);
  });

  it.each(['key-rotated', 'key-rotated-old-removed'] as const)('[14] %s: the new key is fetched once and believed', async (fault) => {
    expect((await misbehaving(place, fault)()).arrival).toBeDefined();
    expect(fetched()).toBe(1);
  });

  it('[14] jwks-unreachable: keys already known still verify, even when it is time to read them again', async () => {
    place.clock.ahead = 20 * 60_000;
    const already = (await place.refusals()).length;
    // Our clock is ahead of the upstream's, so that it seems to answer from an older session: hence the question.
    expect((await misbehaving(place, 'jwks-unreachable')()).page).toContain('C’est bien vous\u00a0?');
    expect(await place.refusals()).toHaveLength(already);
    expect(fetched()).toBeGreaterThan(0);
  });

  it('[14] jwks-unreachable: nobody is believed without any key', async () => {
    await place.restart();
    await refused(place, 'upstream.unreachable', misbehaving(place, 'jwks-unreachable'));
  });

  it('[14] jwks-empty: an upstream that publishes no key vouches for nobody', async () => {
    await place.restart();
    await refused(place, 'upstream.token-signature', misbehaving(place, 'jwks-empty'));
  });

  it.each(['header-jku', 'header-x5u', 'header-jwk'] as const)('[15] %s: a token never chooses the key that verifies it', async (fault) => {
    await refused(place, 'upstream.token-signature', misbehaving(place, fault));
    expect(place.provider('psc').log.counts).not.toHaveProperty('other');
  });

  it('[15] header-crit: what we are told not to ignore, and do not know, is refused', () =>
    refused(place, 'upstream.token-algorithm', misbehaving(place, 'header-crit')));
});
