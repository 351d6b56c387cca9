import { attach } from './attach.ts';
import type { Arriving, Doubt, Known } from './identity.ts';
import type { AccountStore, IdentityStore, OwnIdentities } from './ports.ts';

/** What a proof of identity is worth for an account: the same person, another one, or nothing on record that says either. */
export type Resemblance =
  | { readonly verdict: 'concordant' }
  | { readonly verdict: 'unproved' }
  | {
      readonly verdict: 'discordant';
      readonly doubt: Doubt;
      /** Whose account the identity is known to be; null when it is nobody's here. */
      readonly holder: string | null;
    };

/**
 * Compares whoever an upstream has just vouched for with the person of an account. Changes nothing.
 *
 * Stricter than adding a way in, whose person is signed in: only a verified identifier on record makes two people one. A
 * name that is the same proves nothing; one that differs is a doubt.
 *
 * @fr concordance d'identité
 * @source CPTS.3
 */
export class CompareIdentity {
  constructor(
    private readonly accounts: Pick<AccountStore, 'get'>,
    private readonly identities: Pick<IdentityStore, 'find' | 'of'>,
  ) {}

  async run(accountId: string, who: Arriving): Promise<Resemblance> {
    const [account, known, own] = await Promise.all([
      this.accounts.get(accountId),
      this.identities.find(who),
      this.identities.of(accountId),
    ]);
    return resemblance(who, { ...account, accountId }, known, own);
  }
}

export function resemblance(who: Arriving, owner: Parameters<typeof attach>[1], known: Known, own: OwnIdentities): Resemblance {
  const found = attach(who, owner, known, own);
  if (found.kind === 'fits') return { verdict: isOnRecord(who, own) ? 'concordant' : 'unproved' };
  const holders = [...known.identities.filter(({ subject }) => subject === who.subject), ...known.nationalIds];
  const holder = holders.find((each) => each.accountId !== owner.accountId)?.accountId ?? null;
  return { verdict: 'discordant', doubt: found.doubt, holder };
}

/** `attach` has found no contradiction: is there anything that agrees? What its person has removed vouches for nobody. */
function isOnRecord(who: Arriving, { identities, nationalIds }: OwnIdentities): boolean {
  const sameSubject = identities.some((each) => each.issuer === who.issuer && each.subject === who.subject && !each.unlinked);
  const came = who.nationalId === null ? [] : [who.nationalId, ...who.otherIds];
  return sameSubject || nationalIds.some(({ id, current }) => current && came.includes(id));
}
