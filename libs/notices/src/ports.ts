import type { Mail } from './mail/mail.ts';

/** Someone who can be written to. */
export interface Recipient {
  readonly account: string;
  readonly givenName: string;
  readonly email: string;
}

/** Hands a mail to the server that sends it. Throws when the server does not take it; it is then tried again. */
export abstract class Postman {
  abstract post(mail: Mail): Promise<void>;
}

/** Who answers for an organisation, as mails are addressed to them. */
export type InCharge = 'administrators' | 'officers';

/** Who is behind the ids. */
export abstract class AddressBook {
  /**
   * @param account an account, or `portal:<id>` for whoever answers for a portal
   * @returns undefined when there is no such account any more, or no address known
   */
  abstract recipient(account: string): Promise<Recipient | undefined>;

  /**
   * The accounts in charge at `t` of an organisation, those of its community included.
   *
   * @param of the organisation; without one, every organisation the account has a place in, or, of what is no account, every one that
   *   stands under no other
   */
  abstract inCharge(who: InCharge, of: { readonly organisation: string | null; readonly account: string }, t: Date): Promise<string[]>;

  abstract organisationName(organisation: string): Promise<string | undefined>;
}

/** Where one-time links are made. */
export abstract class LetterLinks {
  /**
   * The whole address of a link, and where it goes when that is not the account's own address.
   *
   * @returns undefined once the link is used, ended or too old: nobody is sent a link that opens nothing
   */
  abstract address(id: string): Promise<{ readonly href: string; readonly to?: string } | undefined>;
}
