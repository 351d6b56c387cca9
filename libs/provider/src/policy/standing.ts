import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { closedBy } from '../closed-by.ts';
import { portalOf, type PolicyOptions } from './policy-options.ts';

const { Check, Prompt } = interactionPolicy;

/** Whether the person may be at this portal's doors, but for a charter they owe: that one has its own page. */
export function standingPrompt({ portals, standings, clock }: PolicyOptions) {
  return new Prompt(
    { name: 'standing', requestable: false },
    new Check('standing_short', 'the account may not enter this portal', 'access_denied', async (ctx: KoaContextWithOIDC) => {
      const accountId = ctx.oidc.session?.accountId;
      if (!accountId) return Check.NO_NEED_TO_PROMPT;
      const standing = await standings.of(accountId);
      return !standing || closedBy(portalOf(ctx, portals), standing, clock.now()).length > 0;
    }),
  );
}
