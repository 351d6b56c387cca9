import * as oidc from 'openid-client';
import type { Database } from '@habilis/database';
import { freshDatabase } from '@habilis/test/database';
import { people } from './support/people.ts';
import { BRIEY } from './support/portals.ts';
import { signIn } from './support/relying-party.ts';
import { openSite, type Site } from './support/site.ts';

describe('a professional signs in to a portal', () => {
  let db: Database & { url: string };
  let site: Site;
  beforeAll(async () => {
    db = await freshDatabase();
    await people(db).organisation(BRIEY, 'CPTS du Pays de Briey');
    await people(db).account('acc-claire', 'Claire', 'Moreau');
    await people(db).member('acc-claire', BRIEY);
    site = await openSite(db);
  });
  afterAll(async () => {
    await site.close();
    await db.close();
  });

  it('and the portal learns who came in, at the level really reached', async () => {
    const { tokens, rp, sub, landed } = await signIn(site, 'dossiers', 'acc-claire');
    expect(new URL(landed.url).searchParams.get('iss')).toBe(site.issuer);
    expect(tokens.claims()).toMatchObject({ sub: 'acc-claire', acr: 'eidas1', amr: ['pop', 'mfa'] });
    expect(await oidc.fetchUserInfo(rp.config, tokens.access_token, sub)).toEqual({
      sub: 'acc-claire',
      name: 'Claire Moreau',
      given_name: 'Claire',
    });
    expect((await people(db).facts('acc-claire')).map(({ what }) => what)).toEqual(['sign-in.completed']);
  });
});
