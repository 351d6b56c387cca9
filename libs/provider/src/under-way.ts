import type { ProviderHandle } from './create-provider.ts';
import type { Portals } from './portals.ts';

/** What an upstream has to know of the sign-in it works for. */
export interface SignInUnderWay {
  /** Whose portal is asked for; null when it is everybody's. */
  readonly organisation: string | null;
  /** Where the browser ends up in the end: for `form-action`. */
  readonly origins: readonly string[];
  /** The person has to prove who they are again, whatever session the upstream has. */
  readonly fresh: boolean;
}

/** Tells upstreams about sign-ins under way, by their uid. */
export class SignInsUnderWay {
  constructor(
    private readonly handle: ProviderHandle,
    private readonly portals: Portals,
  ) {}

  /** @returns undefined when no sign-in waits under that uid */
  async find(uid: string): Promise<SignInUnderWay | undefined> {
    const interaction = await this.handle.current.Interaction.find(uid);
    const portal = this.portals.get(interaction?.params['client_id'] as string | undefined);
    if (!interaction || !portal || interaction.result?.error) return undefined;
    return {
      organisation: portal.organisation,
      origins: [...new Set(portal.redirectUris.map((each) => new URL(each).origin))],
      fresh: interaction.prompt.reasons.some((reason) => reason !== 'no_session'),
    };
  }
}
