import type { IncomingMessage, ServerResponse } from 'node:http';
import { standingReach } from '@habilis/access';
import type { Clock } from '@habilis/kernel';
import { Refusal } from '@habilis/kernel';
import type { Interaction, InteractionResults } from 'oidc-provider';
import type { InteractionExtras } from './adjust-engine.ts';
import type { ProviderHandle } from './create-provider.ts';
import { pin } from './mount.ts';
import type { Portal, Portals } from './portals.ts';
import type { Arrival, Arrivals, Standings } from './ports.ts';
import type { SessionEnding } from './sessions.ts';

/** Why a person leaves without a code; the journal keeps it. */
export type LeavingWhy = 'given-up' | 'standing' | 'charter-refused';

/** The prompts a page exists for. */
export type PromptName = 'login' | 'standing' | 'charter' | 'activity';

/** A sign-in under way, in the hands of the browser that began it. */
export interface UnderWay {
  readonly uid: string;
  readonly portal: Portal;
  readonly prompt: PromptName;
  readonly reasons: readonly string[];
  /** Who has been recognised so far. */
  readonly accountId: string | undefined;
  readonly acr: string | undefined;
  /** A session that had begun is no more: it expired, or was ended meanwhile. */
  readonly interrupted: boolean;
  readonly interaction: Interaction & InteractionExtras;
}

/**
 * Where a sign-in is between two steps: opened by its own browser only, moved on, or ended.
 *
 * Whatever was decided on a page, the policy looks again before a code: nothing here opens a door.
 */
export class SignInDesk {
  constructor(
    private readonly handle: ProviderHandle,
    private readonly portals: Portals,
    private readonly arrivals: Arrivals,
    private readonly standings: Standings,
    private readonly sessions: SessionEnding,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `sign-in.gone` (unknown) when it is over, or another browser's */
  async open(req: IncomingMessage, res: ServerResponse, uid: string): Promise<UnderWay> {
    const provider = this.handle.current;
    const { host, protocol } = new URL(this.handle.issuer);
    pin(req, host, protocol);
    const cookie = provider.createContext(req, res).cookies.get(provider.cookieName('interaction'), { signed: true });
    const interaction =
      cookie === uid ? ((await provider.Interaction.find(uid)) as (Interaction & InteractionExtras) | undefined) : undefined;
    const portal = this.portals.get(interaction?.params['client_id'] as string | undefined);
    if (!interaction || !portal || interaction.result?.error) throw new Refusal('sign-in.gone', 'unknown');
    const { session, prompt } = interaction;
    const interrupted = session !== undefined && (await provider.Session.findByUid(session.uid))?.accountId !== session.accountId;
    return {
      ...{ uid, portal, interaction, interrupted },
      prompt: interaction.turnedAway ? 'standing' : (prompt.name as PromptName),
      reasons: prompt.reasons,
      accountId: interaction.turnedAway?.accountId ?? session?.accountId,
      acr: session?.acr,
    };
  }

  /** Takes the person an upstream has sent back. @returns where the browser goes next */
  async arrive(underWay: UnderWay, req: IncomingMessage): Promise<string> {
    const arrival = underWay.prompt === 'login' || underWay.interrupted ? await this.arrivals.take(underWay.uid, req) : undefined;
    if (!arrival) return `/interaction/${underWay.uid}`;
    await this.makeWayFor(arrival, underWay);
    const standing = await this.standings.of(arrival.accountId);
    // Nobody without a place to go is given a session: the page that says so needs none.
    if (!standing || standingReach(standing, this.clock.now()) === 'nowhere') return this.turnAway(underWay, arrival.accountId);
    const { accountId, acr, amr, authTime, upstream } = arrival;
    return this.moveOn(underWay, { login: { accountId, acr, amr: [...amr], ts: Math.floor(authTime.getTime() / 1000), upstream } });
  }

  /** Goes on with what was answered. @returns where the browser goes next */
  async moveOn({ interaction }: UnderWay, result: InteractionResults): Promise<string> {
    interaction.result = { ...interaction.lastSubmission, ...result };
    await interaction.persist();
    return interaction.returnTo;
  }

  /** Goes back to the portal with `access_denied`; the fact is written with it. @returns where the browser goes next */
  async leave(underWay: UnderWay, why: LeavingWhy): Promise<string> {
    const { interaction, interrupted, accountId } = underWay;
    if (interrupted) delete interaction.session;
    interaction.result = { error: 'access_denied', error_description: DESCRIPTIONS[why], why, ...(accountId && { accountId }) };
    await interaction.persist();
    return interaction.returnTo;
  }

  /** Ends the session as well: on a shared computer the next person must not find it. */
  async leaveAndSignOut(underWay: UnderWay, why: LeavingWhy): Promise<string> {
    const { session } = underWay.interaction;
    if (session) await this.sessions.end(session.uid, session.accountId, 'signed-out');
    return this.leave({ ...underWay, interrupted: true }, why);
  }

  /** The session that had begun is over: the sign-in begins again from its first page. */
  async beginAgain({ interaction }: UnderWay): Promise<void> {
    delete interaction.session;
    interaction.prompt = { name: 'login', reasons: ['no_session'], details: {} };
    await interaction.persist();
  }

  private async makeWayFor(arrival: Arrival, { interaction }: UnderWay): Promise<void> {
    const { session } = interaction;
    if (!session) return;
    if (session.accountId !== arrival.accountId) await this.sessions.end(session.uid, session.accountId, 'someone-else-signed-in');
    else if (await this.handle.current.Session.findByUid(session.uid)) return;
    delete interaction.session;
  }

  private async turnAway({ interaction }: UnderWay, accountId: string): Promise<string> {
    interaction.turnedAway = { accountId };
    await interaction.persist();
    return `/interaction/${interaction.uid}`;
  }
}

/** What the portal is told: enough for its log, nothing of the person's affairs. */
const DESCRIPTIONS: Record<LeavingWhy, string> = {
  'given-up': 'the person went back',
  standing: 'the account may not enter this portal',
  'charter-refused': 'the charter was refused',
};
