import type { FaultId } from '@habilis/simulator';
import { Browser } from './browser.ts';
import { Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

describe('a discovery document that is not what it should be', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.open()));
  beforeEach(() => place.restart());
  afterAll(() => place.close());

  it.each(['discovery-issuer-other', 'discovery-http-endpoints', 'discovery-other-host', 'discovery-html'] satisfies FaultId[])(
    '[34] %s: nobody is sent anywhere',
    (fault) => refused(place, 'upstream.metadata-refused', misbehaving(place, fault)),
  );

  it('[34] people are sent to the wallet that was configured, not to the standard document’s page', async () => {
    const { url } = await place.leave(new Browser(), place.begin());
    expect(url!.origin).toBe(place.simulator.wallet.origin);
    expect(url!.searchParams.get('code_challenge_method')).toBe('S256');
  });

  it('[34] another host named after a first good reading is refused as well, once the document is read again', async () => {
    expect((await place.signIn()).arrival).toBeDefined();
    place.clock.ahead = 2 * 3_600_000;
    await refused(place, 'upstream.metadata-refused', misbehaving(place, 'discovery-other-host'));
  });

  it('[34] an upstream whose endpoints are given by hand publishes nothing we read', async () => {
    const { issuer, authorizationEndpoint } = place.provider('psc');
    const at = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
    const endpoints = { authorization: authorizationEndpoint, token: at('token'), userinfo: at('userinfo'), jwks: at('certs') };
    await place.restart({ change: (settings, id) => (id === 'psc' ? { ...settings, discovery: undefined, endpoints } : settings) });
    place.provider('psc').log.clear();
    expect((await place.signIn()).arrival).toBeDefined();
    expect(place.provider('psc').log.counts).not.toHaveProperty('discovery');
  });
});
