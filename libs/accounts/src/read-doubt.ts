import type { Caller } from '@habilis/kernel';
import { knows } from './acting.ts';
import type { Arriving, Known } from './identity.ts';
import type { AccountStore, IdentityStore, SetAside } from './ports.ts';
import { masked, type Accounts, type Sheet } from './reading.ts';
import { shown } from './read-people.ts';
import { ENDINGS, mustSettle, type Conclusion } from './settle-doubt.ts';

/** Accounts shown beside an arrival, at most: more alike than these is a matter for the telephone. */
const MOST_ALIKE = 5;

/** An arrival that was set aside, beside the people it may be. */
export interface Comparison extends Pick<SetAside, 'id' | 'doubt' | 'organisation' | 'firstAt' | 'settled'> {
  /** What the upstream said, identifiers masked. */
  readonly arrived: Pick<Arriving, 'upstream' | 'givenName' | 'familyName' | 'nationalId' | 'otherIds' | 'profile'>;
  /** The account it casts doubt on first, then others that share an identifier or a name with it. */
  readonly people: readonly Sheet[];
  /** How many more there are that are not the caller's to see. */
  readonly elsewhere: number;
  /** What can be concluded. */
  readonly endings: readonly Conclusion[];
}

/**
 * Lays an arrival that was set aside next to the accounts it resembles, for a person to tell them apart.
 *
 * Whoever shows it also leaves the fact that these people's sheets were read (audit, RecordReading).
 *
 * @fr comparaison d'identités
 * @source CGU.acces-direct
 */
export class ReadDoubt {
  constructor(
    private readonly accounts: AccountStore,
    private readonly identities: IdentityStore,
    private readonly reading: Accounts,
  ) {}

  /** @throws Refusal `quarantine.unknown` (unknown) also for what is elsewhere's, or `access.denied` (forbidden) */
  async run(me: Caller, id: string): Promise<Comparison> {
    const aside = await this.identities.aside(id);
    await mustSettle(me, this.accounts, aside);
    const { who, doubt, accountId, organisation, firstAt, settled } = aside;
    const known = await this.identities.find(who);
    const alike = alikeTo(accountId, known);
    const sheets = await Promise.all(alike.slice(0, MOST_ALIKE).map((each) => this.reading.sheet(each)));
    const mine = sheets.filter(({ account }) => knows(me, account));
    return {
      id,
      doubt,
      organisation,
      firstAt,
      settled,
      arrived: { ...who, nationalId: who.nationalId && masked(who.nationalId), otherIds: who.otherIds.map(masked) },
      people: mine.map((sheet) => ({ ...sheet, account: shown(me, sheet.account) })),
      elsewhere: alike.length - mine.length,
      endings: ENDINGS[doubt].filter((ending) => ending !== 'link' || !takenElsewhere(who, accountId, known)),
    };
  }
}

function alikeTo(accountId: string | null, { identities, nationalIds, namesakes }: Known): string[] {
  const others = [...identities, ...nationalIds].map((each) => each.accountId);
  return [...new Set([...(accountId === null ? [] : [accountId]), ...others, ...namesakes])];
}

/** Whether linking would give someone an identifier that is another's. */
function takenElsewhere({ nationalId, otherIds }: Arriving, accountId: string | null, { nationalIds }: Known): boolean {
  return nationalId !== null && nationalIds.some((each) => [nationalId, ...otherIds].includes(each.id) && each.accountId !== accountId);
}
