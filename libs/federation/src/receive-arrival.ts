import type { Arrive } from '@habilis/accounts';
import { Refusal } from '@habilis/kernel';
import { identityIn } from './identity-in-claims.ts';
import type { Departure, Interactions, UpstreamSessions } from './ports.ts';
import type { Proof } from './proof.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** What an arrival that does not lead to an account in use is answered. */
// prettier-ignore
const REFUSED = {
  refused:     { code: 'upstream.person-unknown', kind: 'forbidden' },
  quarantined: { code: 'upstream.quarantined',    kind: 'forbidden' },
  ended:       { code: 'upstream.account-ended',  kind: 'forbidden' },
  unlinked:    { code: 'upstream.unlinked',       kind: 'forbidden' },
} as const;

/**
 * Receives someone whom an upstream has just vouched for.
 *
 * Reads who they are in the claims, finds or makes their account, and keeps the arrival until the provider takes it.
 *
 * @fr retour d'un fournisseur d'identité
 */
export class ReceiveArrival {
  constructor(
    private readonly arrive: Pick<Arrive, 'run'>,
    private readonly sessions: UpstreamSessions,
    private readonly interactions: Interactions,
  ) {}

  /**
   * @returns whether the person has to say that it is them before going on, and the sign-in it is for
   * @throws Refusal `upstream.national-id-…`, `upstream.interaction-over`, or one of REFUSED
   */
  async run(proof: Proof, departure: Departure, settings: UpstreamSettings): Promise<{ toConfirm: boolean; interaction: string }> {
    const uid = departure.interaction;
    const interaction = uid === null ? undefined : await this.interactions.find(uid);
    if (uid === null || !interaction) throw new Refusal('upstream.interaction-over', 'conflict');
    const who = identityIn(proof.claims, settings);
    const { upstream, issuer, subject, sid, level, methods, idToken, refreshToken } = proof;
    const { organisation } = interaction;
    const { provisioning } = settings;
    const arrived = await this.arrive.run({
      ...who,
      upstream,
      issuer,
      subject,
      organisation,
      provisioning,
      asksAgain: departure.asksAgain,
    });
    if (arrived.outcome !== 'known' && arrived.outcome !== 'requested') {
      const { code, kind } = REFUSED[arrived.outcome];
      throw new Refusal(code, kind, arrived.outcome === 'ended' && arrived.mayAskAgain ? { mayAskAgain: 1 } : {});
    }
    const toConfirm = sessionWasThere(proof.authTime, departure.startedAt);
    await this.sessions.keep({
      ...{ upstream, subject, sid, level, methods, idToken, refreshToken, toConfirm },
      accountId: arrived.accountId,
      interaction: uid,
      browser: departure.browser,
      authTime: proof.authTime ?? departure.startedAt,
      name: `${who.givenName} ${who.familyName}`.trim(),
    });
    return { toConfirm, interaction: uid };
  }
}

/** Whether the upstream answered from a session opened before we asked, or does not say. */
const sessionWasThere = (authTime: Date | null, startedAt: Date) => authTime === null || authTime.getTime() + 1_000 < startedAt.getTime();
