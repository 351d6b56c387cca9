import { Browser } from './browser.ts';
import { Place } from './place.ts';

describe('signing in through an upstream that behaves', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.open()));
  afterAll(() => place.close());

  it('ends with an arrival at the level really reached', async () => {
    const { arrival } = await place.signIn();
    expect(arrival).toMatchObject({ acr: 'eidas1', amr: ['sc', 'pin', 'mfa'], upstream: 'psc' });
  });

  it('goes through the regional provider as well', async () => {
    const { arrival } = await place.signIn({ upstream: 'enrs', persona: 'victor-noel', browser: new Browser() });
    expect(arrival).toMatchObject({ acr: 'eidas1', amr: ['pwd'], upstream: 'enrs' });
  });
});
