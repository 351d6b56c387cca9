import { reaches, reachesOneOf, type Acr } from '@habilis/credentials';
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
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
    new Check(
      'acr_required',
      'the portal requires a higher level of authentication',
      'login_required',
      (ctx) => isThere(ctx) && isShort(ctx, portalOf(ctx, portals).acr),
    ),
  );
  login.checks.add(
    new Check('acr_preferred', 'the request prefers a higher level of authentication', 'login_required', (ctx) => {
      const preferred = String(ctx.oidc.params?.['acr_values'] ?? '').split(' ');
      return isThere(ctx) && !ctx.oidc.result?.login && !reachesOneOf(ctx.oidc.session?.acr, preferred);
    }),
  );
  return login;
}

const isThere = ({ oidc }: KoaContextWithOIDC) => oidc.session?.accountId !== undefined;

const isShort = ({ oidc }: KoaContextWithOIDC, wanted: Acr | undefined) => wanted !== undefined && !reaches(oidc.session?.acr, wanted);
