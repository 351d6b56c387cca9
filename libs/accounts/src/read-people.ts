import { Refusal, type Caller } from '@habilis/kernel';
import type { Account } from './account.ts';
import { knows, targetOf } from './acting.ts';
import type { Accounts, DoubtLine, Page, PeopleQuery, PersonLine, RequestLine, Sheet } from './reading.ts';

type Asked<Q> = Omit<Q, 'organisations'> & {
  /** One of the organisations the caller may look at; without it, all of them. */
  readonly organisation?: string | undefined;
};
type Slice = Parameters<Accounts['requests']>[0];

/**
 * Lists people, requests and doubts of the organisations the caller answers for, and of no other.
 *
 * @fr listes de la console
 * @source CPAM13.10.2
 */
export class ListPeople {
  constructor(private readonly accounts: Accounts) {}

  async people(me: Caller, asked: Asked<PeopleQuery>): Promise<Page<PersonLine>> {
    const page = await this.accounts.list({ ...asked, organisations: placesOf(me, 'list', asked.organisation) });
    const visible = new Set(me.organisationsFor('list', 'Account'));
    return { ...page, items: page.items.map((each) => within(each, (organisation) => visible.has(organisation))) };
  }

  async requests(me: Caller, asked: Asked<Slice>): Promise<Page<RequestLine>> {
    return this.accounts.requests({ ...asked, organisations: placesOf(me, 'approve', asked.organisation) });
  }

  async doubts(me: Caller, asked: Asked<Slice>): Promise<Page<DoubtLine>> {
    return this.accounts.doubts({ ...asked, organisations: placesOf(me, 'approve', asked.organisation) });
  }
}

/** Filtering by an organisation that is not the caller's finds nobody, as one that does not exist. */
function placesOf(me: Caller, action: string, organisation?: string): readonly string[] {
  const allowed = me.organisationsFor(action, 'Account');
  return organisation === undefined ? allowed : allowed.filter((each) => each === organisation);
}

/**
 * Reads one person's sheet, without what other organisations decided.
 *
 * A person reads the whole of their own. Whoever shows a sheet of someone else's also leaves the fact that it was
 * read (audit, RecordReading).
 *
 * @fr fiche d'une personne
 * @source CPAM13.10.2
 */
export class ReadSheet {
  constructor(private readonly accounts: Accounts) {}

  /** @throws Refusal `account.unknown` (unknown) also for people of other organisations */
  async run(me: Caller, accountId: string): Promise<Sheet> {
    const sheet = await this.accounts.sheet(accountId);
    if (me.id === accountId) return sheet;
    if (!knows(me, sheet.account)) throw new Refusal('account.unknown', 'unknown', { id: accountId });
    const visible = visibleTo(me, sheet.account);
    const doubts = sheet.doubts.filter((each) => each.organisation === null || visible(each.organisation));
    return { ...sheet, account: within(sheet.account, visible), doubts };
  }
}

const visibleTo = (me: Caller, account: Account) => (organisation: string) => me.can('read', targetOf(account, organisation));

/** The account as far as this caller may see it. */
export const shown = (me: Caller, account: Account): Account => within(account, visibleTo(me, account));

/** The places and holds of the organisations one may see; a hold on the whole account concerns them all. */
function within<T extends Pick<Account, 'memberships' | 'holds'>>(person: T, visible: (organisation: string) => boolean): T {
  const memberships = person.memberships.filter((each) => visible(each.organisation));
  return { ...person, memberships, holds: person.holds.filter((each) => each.organisation === null || visible(each.organisation)) };
}
