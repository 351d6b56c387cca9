import { sql } from '@habilis/database';
import type { FaultId } from '@habilis/simulator';
import { Browser } from './browser.ts';
import { Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

const patience = { connect: 250, total: 400 };
const WAITING = sql('test.waiting', 'select id from upstream_session where taken_at is null');

describe('an upstream that does not answer', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.open({ patience })));
  beforeEach(() => place.restart({ patience }));
  afterAll(() => place.close());

  // prettier-ignore
  it.each([
    'network-discovery-timeout', 'network-discovery-reset', 'network-discovery-unavailable', 'network-discovery-half',
    'network-jwks-timeout',      'network-jwks-reset',      'network-jwks-unavailable',      'network-jwks-half',
    'network-token-timeout',     'network-token-reset',     'network-token-unavailable',     'network-token-half',
    'network-userinfo-timeout',  'network-userinfo-reset',  'network-userinfo-unavailable',  'network-userinfo-half',
  ] satisfies FaultId[])('[31] %s: a readable page, soon, and no half-made sign-in', async (fault) => {
    const { status } = await refused(place, 'upstream.unreachable', misbehaving(place, fault));
    expect(status).toBe(503);
    expect(await place.db.query(WAITING)).toEqual([]);
  });

  it('[31] reads are tried twice, writes once', async () => {
    await place.signIn();
    const { log } = place.provider('psc');
    log.clear();
    await misbehaving(place, 'network-userinfo-reset')();
    expect(log.counts).toMatchObject({ token: 1, userinfo: 2 });
    log.clear();
    await misbehaving(place, 'network-token-reset')();
    expect(log.counts).toMatchObject({ token: 1 });
  });

  it('[31] an upstream that is down is left alone for a while, then tried again', async () => {
    place.provider('psc').setFault({ fault: 'network-discovery-unavailable' });
    for (let times = 0; times < 12; times++) await place.signIn();
    expect(place.provider('psc').log.counts.discovery).toBeLessThanOrEqual(5);
    place.simulator.clearFaults();
    expect((await place.signIn()).status).toBe(503);
    place.clock.ahead = 20_000;
    expect((await place.signIn()).page).toContain('C’est bien vous\u00a0?'); // our clock is ahead of the upstream's
  });

  it('[31] an upstream that was down at boot signs people in as soon as it is back', async () => {
    await misbehaving(place, 'network-discovery-reset')();
    expect((await place.signIn()).arrival).toBeDefined();
  });

  it.each(['network-logout-timeout', 'network-logout-reset', 'network-logout-unavailable', 'network-logout-half'] satisfies FaultId[])(
    '[31] %s: our own sign-out does not wait for theirs',
    async (fault) => {
      const browser = new Browser();
      expect((await place.signIn({ browser })).arrival).toBeDefined();
      place.provider('psc').setFault({ fault });
      expect(await place.signOutOf(browser, '/')).toContain('/protocol/openid-connect/logout?');
      expect(await place.signOutOf(browser, '/')).toBeUndefined();
    },
  );

  it('[38] client-secret-rotated: the operator has to act, and the page says so', async () => {
    await refused(place, 'upstream.client-refused', misbehaving(place, 'client-secret-rotated'));
    expect((await place.signIn()).arrival).toBeDefined();
  });
});
