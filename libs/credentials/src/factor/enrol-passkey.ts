import { newId, Refusal, type Clock } from '@habilis/kernel';
import type { generateRegistrationOptions, RegistrationResponseJSON } from '@simplewebauthn/server';
import { challengeIn } from './challenge-in.ts';
import { factorAdded } from './factor-facts.ts';
import { factorName, MOST_OF_A_KIND, type Factor } from './factor.ts';
import type { Challenges, Factors, Holders, Passkey, PasskeyKeys } from './factors.ts';
import { userHandle, type RelyingParty } from './relying-party.ts';
import { levelToTouch, mustBeFresh, type Proven } from '../sign-in/step-up.ts';

/** What the browser hands to `navigator.credentials.create`. */
export type CreationOptions = Awaited<ReturnType<typeof generateRegistrationOptions>>;

/** Signatures we can verify, preferred first: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];

/**
 * Enrols a passkey: one that the device finds by itself and that checks its holder by finger, face or code.
 *
 * Which make of key it is is not asked: attestation would tell us what people own and keep newcomers out.
 *
 * @fr clé d'accès
 */
export class EnrolPasskey {
  constructor(
    private readonly factors: Factors,
    private readonly keys: PasskeyKeys,
    private readonly challenges: Challenges,
    private readonly holders: Holders,
    private readonly rp: RelyingParty,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `step-up.needed` (unauthenticated), `factor.too-many` (conflict) */
  async begin(proven: Proven, browser: string): Promise<CreationOptions> {
    await this.mayAdd(proven);
    const { account } = proven;
    const [holder, known] = await Promise.all([this.holders.of(account), this.keys.of(account)]);
    const challenge = await this.challenges.give('enrol', browser, account);
    const { generateRegistrationOptions } = await import('@simplewebauthn/server'); // heavy: until somebody has a passkey
    return generateRegistrationOptions({
      rpName: this.rp.name,
      rpID: this.rp.id,
      userName: holder?.label ?? account,
      userDisplayName: holder?.name ?? account,
      userID: userHandle(account),
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
  }

  /**
   * Keeps a key that its device has just made.
   *
   * @throws Refusal `passkey.refused` (invalid), `factor.taken` (conflict), and those of `begin`
   */
  async confirm(proven: Proven, browser: string, given: { response: unknown; name: string }): Promise<Factor> {
    await this.mayAdd(proven);
    const { account } = proven;
    const challenge = challengeIn(given.response) ?? '';
    const asked = await this.challenges.take(challenge, 'enrol', browser);
    if (asked?.account !== account) throw new Refusal('passkey.refused', 'invalid');
    const { passkey, deviceBound } = await this.verified(given.response as RegistrationResponseJSON, challenge);
    const id = newId('fac');
    const now = this.clock.now();
    const factor: Factor = {
      ...{ id, account, kind: 'passkey', name: factorName(given.name), createdAt: now, lastUsedAt: null, held: null },
      deviceBound,
    };
    await this.factors.add({ next: { ...factor, passkey }, fact: factorAdded(factor) });
    return factor;
  }

  private async verified(response: RegistrationResponseJSON, challenge: string): Promise<{ passkey: Passkey; deviceBound: boolean }> {
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
    const result = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.rp.origin,
      expectedRPID: this.rp.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => undefined);
    if (!result?.verified) throw new Refusal('passkey.refused', 'invalid');
    const { credential, credentialDeviceType } = result.registrationInfo;
    const { id: credentialId, publicKey, counter, transports = [] } = credential;
    return {
      passkey: { credentialId, publicKey, counter, transports: transports.slice(0, 8) },
      deviceBound: credentialDeviceType === 'singleDevice',
    };
  }

  private async mayAdd(proven: Proven): Promise<void> {
    const held = await this.factors.of(proven.account);
    mustBeFresh(proven, this.clock.now(), levelToTouch(held));
    if (held.filter(({ kind }) => kind === 'passkey').length >= MOST_OF_A_KIND) throw new Refusal('factor.too-many', 'conflict');
  }
}
