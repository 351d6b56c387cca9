import type { KoaContextWithOIDC } from 'oidc-provider';
import type { UpstreamLogout } from './ports.ts';

/**
 * Sends an explicit sign-out on to the upstream, which sends it back to where it was going.
 *
 * A session that runs out, or one portal left alone, closes nothing there: the person's other services rely on it.
 */
export function signOutUpstream(upstream: UpstreamLogout) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    if (ctx.path !== '/session/end/confirm' || ctx.status !== 303 || !ctx.oidc.params?.['logout']) return;
    const address = await upstream.address(ctx.req, ctx.response.get('location'));
    if (address) ctx.redirect(address);
  };
}
