import { reaches, reachesOneOf, type Acr, type Requirements } from '@habilis/credentials';
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Portals } from '../portals.ts';
import { portalOf, type PolicyOptions } from './policy-options.ts';

const { Check, base } = interactionPolicy;

/**
 * Who is there, recently enough and surely enough.
 *
 * A level the portal's file requires is asked for until it is reached: the person may choose another means or
 * give up. A level the request merely prefers (`acr_values`) is asked for once, and the portal is told the
 * level really reached.
 */
export function loginPrompt({ portals, requirements }: PolicyOptions) {
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
  if (requirements) login.checks.add(roleCheck(portals, requirements));
  return login;
}

/**
 * What a role asks of its holder, at every door but that of their own pages: it is where the factor is added.
 */
const roleCheck = (portals: Portals, requirements: Pick<Requirements, 'of'>) =>
  new Check('acr_of_role', 'a role of the person requires a higher level of authentication', 'login_required', async (ctx) => {
    if (!isThere(ctx) || portalOf(ctx, portals).kind === 'own-account') return Check.NO_NEED_TO_PROMPT;
    return isShort(ctx, await requirements.of(ctx.oidc.session!.accountId!));
  });

const isThere = ({ oidc }: KoaContextWithOIDC) => oidc.session?.accountId !== undefined;

const isShort = ({ oidc }: KoaContextWithOIDC, wanted: Acr | undefined) => wanted !== undefined && !reaches(oidc.session?.acr, wanted);
