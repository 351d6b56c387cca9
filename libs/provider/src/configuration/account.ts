import type { Account, KoaContextWithOIDC } from 'oidc-provider';
import { activityClaim, type Claim, type PersonClaims } from '../claims.ts';
import type { OurGrant } from '../policy/granting.ts';
import type { Portals } from '../portals.ts';
import type { People } from '../ports.ts';

/**
 * The account as the engine wants it: an id, and claims on demand.
 *
 * That the account exists and may be here was read with the row that named it. Claims are read only when
 * someone is to be told some, so that a code costs no statement for them.
 */
export function accountOf(ctx: KoaContextWithOIDC, accountId: string, portals: Portals, people: People): Account {
  return {
    accountId,
    claims: async (use, _scope, claims) => {
      const portal = portals.get(ctx.oidc.client?.clientId);
      const toldInIdToken = use === 'id_token' && Object.keys(claims).length === 0;
      if (!portal || portal.claims.length === 0 || toldInIdToken) return { sub: accountId };
      return { sub: accountId, ...(await told(ctx, accountId, people, portal.claims)) };
    },
  };
}

/** Only the claims on the portal's list. */
async function told(ctx: KoaContextWithOIDC, accountId: string, people: People, list: readonly Claim[]): Promise<PersonClaims> {
  const claims = await people.claimsOf(accountId, list);
  const chosen = (ctx.oidc.grant as OurGrant | undefined)?.activity;
  if (chosen === undefined || !list.includes('activity')) return claims;
  const activity = (await people.activitiesOf(accountId)).find((each) => each.id === chosen);
  return { ...claims, ...(activity && { activity: activityClaim(activity) }) };
}
