import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

const SIGN_IN: ReadonlySet<string> = new Set(['authorization', 'resume']);

/**
 * Writes down the refusals that no page of ours has: the engine answers the portal straight away.
 *
 * What ends on a page is written with the interaction; nothing is written for someone not recognised, whom a
 * portal asks about at every visit.
 */
export function noteRefusals(provider: Provider, refused: (accountId: string, portalId: string, error: string) => Promise<void>) {
  const seen = new WeakMap<object, string>();
  provider.on('authorization.error', (ctx, error) => {
    if (!seen.has(ctx)) seen.set(ctx, error.error);
  });
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const error = seen.get(ctx);
    if (error === undefined || !SIGN_IN.has(ctx.oidc.route) || ctx.oidc.entities.Interaction?.result?.error) return;
    const { session, client } = ctx.oidc;
    if (session?.accountId && client) await refused(session.accountId, client.clientId, error);
  };
}
