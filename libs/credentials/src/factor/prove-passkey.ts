import { Refusal, type Clock } from '@habilis/kernel';
import type { AuthenticationResponseJSON, generateAuthenticationOptions } from '@simplewebauthn/server';
import { challengeIn } from './challenge-in.ts';
import { factorHeld } from './factor-facts.ts';
import type { Challenges, Factors, Passkey, PasskeyKeys } from './factors.ts';
import { userHandle, type RelyingParty } from './relying-party.ts';

/** What the browser hands to `navigator.credentials.get`. */
export type RequestOptions = Awaited<ReturnType<typeof generateAuthenticationOptions>>;

/** Whose passkey signed. */
export interface ProvedByPasskey {
  readonly account: string;
  readonly deviceBound: boolean;
}

/**
 * Asks for a signature by a passkey, and tells whose it is.
 *
 * Every fault has one answer: unknown key, held key, another's key, wrong site, no check of the holder, old challenge.
 */
export class ProvePasskey {
  constructor(
    private readonly factors: Factors,
    private readonly keys: PasskeyKeys,
    private readonly challenges: Challenges,
    private readonly rp: RelyingParty,
    private readonly clock: Clock,
  ) {}

  /** @param account null when anyone may answer: the page then tells nothing of who has a key */
  async begin(account: string | null, browser: string): Promise<RequestOptions> {
    const challenge = await this.challenges.give('prove', browser, account);
    const known = account === null ? [] : await this.keys.of(account);
    const { generateAuthenticationOptions } = await import('@simplewebauthn/server'); // heavy: until somebody has a passkey
    return generateAuthenticationOptions({
      rpID: this.rp.id,
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] })),
      userVerification: 'required',
    });
  }

  /** @throws Refusal `passkey.refused` (invalid) */
  async run(browser: string, response: unknown): Promise<ProvedByPasskey> {
    const challenge = challengeIn(response) ?? '';
    const asked = await this.challenges.take(challenge, 'prove', browser);
    const answer = response as AuthenticationResponseJSON;
    const key = asked && (await this.keys.find(String(answer.id)));
    const { factor } = key ?? {};
    const theirs = factor !== undefined && factor.held === null && (asked!.account ?? factor.account) === factor.account;
    if (!theirs || !isNamed(answer, factor.account) || !(await this.verified(answer, challenge, key!.passkey)))
      throw new Refusal('passkey.refused', 'invalid');
    const counter = counterIn(answer);
    if (!(await this.keys.count(factor.id, counter))) {
      const at = this.clock.now();
      const held = { ...factor, held: { since: at, why: 'cloned' as const } };
      await this.factors.hold({ next: held, fact: factorHeld(factor, 'cloned', 'system:credentials', at) });
      throw new Refusal('passkey.refused', 'invalid');
    }
    return { account: factor.account, deviceBound: factor.deviceBound === true };
  }

  private async verified(response: AuthenticationResponseJSON, challenge: string, key: Passkey): Promise<boolean> {
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
    const result = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.rp.origin,
      expectedRPID: this.rp.id,
      requireUserVerification: true,
      // The counter is judged by the store, after the signature: only a true key that goes backwards is an alarm.
      credential: { id: key.credentialId, publicKey: key.publicKey, counter: 0, transports: [...key.transports] as never },
    }).catch(() => undefined);
    return result?.verified === true;
  }
}

/** A key that names its holder names the one we know. */
function isNamed({ response }: AuthenticationResponseJSON, account: string): boolean {
  const named = response?.userHandle;
  return !named || Buffer.from(named, 'base64url').equals(userHandle(account));
}

/** Four bytes behind the host's digest and the flags. */
function counterIn({ response }: AuthenticationResponseJSON): number {
  return Buffer.from(response.authenticatorData, 'base64url').readUInt32BE(33);
}
