import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { charterOwed } from '../closed-by.ts';
import { portalOf, type PolicyOptions } from './policy-options.ts';

const { Check, Prompt } = interactionPolicy;

/**
 * The charter in force is accepted before any code is issued.
 *
 * Derived from versions and answers: a version that takes effect while someone is signed in is asked for at
 * their next request, and until then their tokens stop answering.
 *
 * @fr acceptation de la charte
 * @source CGU.objet
 */
export function charterPrompt({ portals, standings, clock }: PolicyOptions) {
  return new Prompt(
    { name: 'charter', requestable: false },
    new Check('charter_owed', 'the charter in force has not been accepted', 'interaction_required', async (ctx: KoaContextWithOIDC) => {
      const accountId = ctx.oidc.session?.accountId;
      if (!accountId) return Check.NO_NEED_TO_PROMPT;
      const standing = await standings.of(accountId);
      return standing !== undefined && charterOwed(portalOf(ctx, portals), standing, clock.now()) !== undefined;
    }),
  );
}
