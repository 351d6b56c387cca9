import { pageHeaders } from '@habilis/http';
import type { KoaContextWithOIDC } from 'oidc-provider';

/**
 * Sends one of our pages through the engine.
 *
 * @param formAction where its forms may end up besides ourselves, redirects included
 */
export function send(ctx: KoaContextWithOIDC, html: string, formAction: readonly string[] = []): void {
  ctx.type = 'html';
  ctx.body = html;
  // The engine answers through the same response as Express, whose headers are what the page is opened by.
  pageHeaders(ctx.res as unknown as Parameters<typeof pageHeaders>[0], { formAction });
}

/** Addresses a sign-in or a sign-out of this request may return to. */
export function returns(ctx: KoaContextWithOIDC): readonly string[] {
  const { client } = ctx.oidc;
  return [...(client?.redirectUris ?? []), ...(client?.postLogoutRedirectUris ?? [])];
}
