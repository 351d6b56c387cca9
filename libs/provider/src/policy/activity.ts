import type { ChoosableActivity } from '@habilis/accounts';
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Portal } from '../portals.ts';
import { choose, type OurGrant } from './granting.ts';
import { portalOf, type PolicyOptions } from './policy-options.ts';

const { Check, Prompt } = interactionPolicy;

/**
 * In which of their activities the person comes: asked when there are several, once a session and portal.
 *
 * With one there is nothing to ask. The choice is kept on the grant, so that it is told with every claim, and
 * asked again when the activity chosen is no longer one of theirs.
 *
 * @fr choix de l'activité
 */
export function activityPrompt({ portals, people }: PolicyOptions) {
  return new Prompt(
    { name: 'activity', requestable: false },
    new Check('activity_unchosen', 'an activity has to be chosen', 'interaction_required', async (ctx: KoaContextWithOIDC) => {
      const accountId = ctx.oidc.session?.accountId;
      if (!accountId || !isTold(ctx, portalOf(ctx, portals))) return Check.NO_NEED_TO_PROMPT;
      const activities = await people.activitiesOf(accountId);
      const chosen = chosenActivity(ctx, activities);
      if (chosen) choose(ctx.oidc, chosen);
      return activities.length > 1 && chosen === undefined;
    }),
  );
}

/** A portal that is not told the activity, or does not ask now, makes nobody choose one. */
const isTold = ({ oidc }: KoaContextWithOIDC, { claims }: Portal) =>
  claims.includes('activity') && (oidc.requestParamScopes.has('professional') || oidc.requestParamClaims.has('activity'));

function chosenActivity({ oidc }: KoaContextWithOIDC, activities: readonly ChoosableActivity[]): string | undefined {
  if (activities.length === 1) return activities[0]!.id;
  const answered = (oidc.result as { activity?: string } | undefined)?.activity ?? (oidc.entities.Grant as OurGrant | undefined)?.activity;
  return activities.find((each) => each.id === answered)?.id;
}
