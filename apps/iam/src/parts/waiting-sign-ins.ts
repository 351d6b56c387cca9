import type { Organisation } from '@habilis/accounts';
import { ACR, WaitingSignIns, type Acr, type Requirements, type WaitingSignIn } from '@habilis/credentials';
import type { Portals, ProviderHandle } from '@habilis/provider';

interface Around {
  /** Asked late: the provider itself needs what is built from this. */
  readonly provider: () => ProviderHandle;
  readonly portals: Portals;
  readonly organisations: readonly Organisation[];
  readonly requirements: Requirements;
}

/** The provider's sign-in that a local one is for. */
export class WaitingAtProvider extends WaitingSignIns {
  constructor(private readonly around: Around) {
    super();
  }

  override async find(interaction: string): Promise<WaitingSignIn | undefined> {
    const { provider, portals, organisations } = this.around;
    const found = await provider().current.Interaction.find(interaction);
    const portal = portals.get(found?.params['client_id'] as string | undefined);
    if (!found || !portal) return undefined;
    const organisation = organisations.find(({ id }) => id === portal.organisation)?.name;
    const { reasons } = found.prompt;
    const raised = reasons.some((reason) => RAISES.has(reason)) ? await this.session(found.session?.uid) : undefined;
    const shown = { portal: portal.name, organisation, origins: portal.redirectUris };
    if (!raised) return shown;
    const asked = reasons.includes('acr_preferred') ? String(found.params['acr_values'] ?? '').split(' ') : [];
    const ofRole = reasons.includes('acr_of_role') ? await this.around.requirements.of(raised.account) : undefined;
    const names = [...asked, ...(reasons.includes('acr_required') ? [portal.acr] : []), ofRole];
    return { ...shown, raised: { ...raised, wanted: ACR.filter((each: Acr) => names.includes(each)) } };
  }

  /** What the session of the person who is asked for more has proved. */
  private async session(uid: string | undefined) {
    const session = uid === undefined ? undefined : await this.around.provider().current.Session.findByUid(uid);
    if (!session?.accountId || !session.acr) return undefined;
    const { accountId: account, acr, amr = [], loginTs = 0 } = session;
    return { account, before: { acr, amr }, at: new Date(loginTs * 1000) };
  }
}

/** Why someone signed in is asked again, when proving more on top is enough. */
const RAISES: ReadonlySet<string> = new Set(['acr_required', 'acr_preferred', 'acr_of_role', 'max_age']);
