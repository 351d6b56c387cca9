import { Interactions, type Interaction } from '@habilis/federation';
import type { Portals, ProviderHandle } from '@habilis/provider';

/** The sign-in under way at our provider, as the way to an upstream needs to know it. */
export class InteractionsAtProvider extends Interactions {
  /** @param provider asked late: the provider itself needs the federation to be built */
  constructor(
    private readonly provider: () => ProviderHandle,
    private readonly portals: Portals,
  ) {
    super();
  }

  override async find(uid: string): Promise<Interaction | undefined> {
    const found = await this.provider().current.Interaction.find(uid);
    const portal = this.portals.get(found?.params['client_id'] as string | undefined);
    if (!found || !portal) return undefined;
    const prompts = String(found.params['prompt'] ?? '').split(' ');
    // A higher level is asked for again upstream: the session there may be one of a lower level.
    const again = found.prompt.name === 'login' && found.prompt.reasons.some((reason) => AGAIN.has(reason));
    return { organisation: portal.organisation, origins: portal.redirectUris, fresh: prompts.includes('login') || again };
  }
}

const AGAIN: ReadonlySet<string> = new Set(['login_prompt', 'max_age', 'acr_required', 'acr_preferred', 'acr_of_role']);
