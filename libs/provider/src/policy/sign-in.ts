import { interactionPolicy } from 'oidc-provider';
import { activityPrompt } from './activity.ts';
import { charterPrompt } from './charter.ts';
import { grantingPrompt } from './granting.ts';
import { loginPrompt } from './login.ts';
import type { PolicyOptions } from './policy-options.ts';
import { standingPrompt } from './standing.ts';

/**
 * What stands between a request and a code, in the order people meet it, every time.
 *
 * Who they are, whether the door can open at all, the charter of the house, and in which activity they come.
 * Standing comes before charter and activity: nobody is asked to accept a text or to choose for a door that
 * stays shut.
 *
 * @source CGU.objet
 */
export function signInPolicy(options: PolicyOptions) {
  const policy = interactionPolicy.base();
  policy.clear();
  policy.add(loginPrompt(options));
  policy.add(standingPrompt(options));
  policy.add(charterPrompt(options));
  policy.add(activityPrompt(options));
  policy.add(grantingPrompt());
  return policy;
}
