import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { lowestOf, reaches, type Acr } from '../acr.ts';
import { portalOf, type PolicyOptions } from './policy-options.ts';

const { Check, base } = interactionPolicy;

/**
 * Who is there, recently enough and surely enough.
 *
 * A level the portal's file requires is asked for until it is reached: the person may choose another means or
 * give up. A level the request merely prefers (`acr_values`) is asked for once, and the portal is told the
 * level really reached.
 */
export function loginPrompt({ portals }: PolicyOptions) {
  const login = base().get('login')!;
  login.checks.add(
    new Check('acr_required', 'the portal requires a higher level of authentication', 'login_required', (ctx) =>
      falls(ctx, portalOf(ctx, portals).acr),
    ),
  );
  login.checks.add(
    new Check('acr_preferred', 'the request prefers a higher level of authentication', 'login_required', (ctx) => {
      const preferred = String(ctx.oidc.params?.['acr_values'] ?? '').split(' ');
      return !ctx.oidc.result?.login && falls(ctx, lowestOf(preferred));
    }),
  );
  return login;
}

const falls = ({ oidc }: KoaContextWithOIDC, wanted: Acr | undefined) =>
  wanted !== undefined && oidc.session?.accountId !== undefined && !reaches(oidc.session.acr, wanted);
