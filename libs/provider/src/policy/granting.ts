import { interactionPolicy, type Grant, type KoaContextWithOIDC } from 'oidc-provider';

const { Check, Prompt } = interactionPolicy;

/** What a grant carries besides what the engine knows. */
export type OurGrant = Grant & { activity?: string };

/**
 * Writes down what the portal is granted, once everything else has passed; never shows a screen.
 *
 * `consent` stays a word a portal may ask with (OpenID Connect wants it with `offline_access`). The portals are
 * the community's own and a professional's access does not rest on consent: what a portal may know is its
 * file, said on the sign-in page.
 */
export function grantingPrompt() {
  const prompt = new Prompt({ name: 'consent', requestable: true });
  prompt.checks.clear();
  prompt.checks.add(
    new Check('granted', 'never asked', 'interaction_required', async (ctx: KoaContextWithOIDC) => {
      if (ctx.oidc.session?.accountId) await grantAll(ctx);
      return Check.NO_NEED_TO_PROMPT;
    }),
  );
  return prompt;
}

async function grantAll({ oidc }: KoaContextWithOIDC): Promise<void> {
  const grant = oidc.entities.Grant as OurGrant;
  const before = JSON.stringify([grant.openid, grant.resources, grant.activity]);
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  if (oidc.requestParamClaims.size > 0) grant.addOIDCClaims([...oidc.requestParamClaims]);
  for (const [resource, { scope }] of Object.entries(oidc.resourceServers ?? {})) {
    const asked = [...oidc.requestParamScopes].filter((each) => scope.split(' ').includes(each));
    if (asked.length > 0) grant.addResourceScope(resource, asked.join(' '));
  }
  const chosen = chosenBy(oidc);
  if (chosen !== undefined) grant.activity = chosen;
  if (grant.jti && before === JSON.stringify([grant.openid, grant.resources, grant.activity])) return;
  const grantId = await grant.save();
  oidc.session!.ensureClientContainer(oidc.client!.clientId);
  oidc.session!.grantIdFor(oidc.client!.clientId, grantId);
}

const CHOSEN = Symbol('activity');
type Chooser = { [CHOSEN]?: string };

/** Notes the activity of this request for the grant that is written at the end. */
export function choose(oidc: KoaContextWithOIDC['oidc'], activity: string): void {
  (oidc as Chooser)[CHOSEN] = activity;
}

const chosenBy = (oidc: KoaContextWithOIDC['oidc']) => (oidc as Chooser)[CHOSEN];
