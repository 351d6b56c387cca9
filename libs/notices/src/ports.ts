import type { Mail } from './compose-mail.ts';

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

/** Who is behind the ids. */
export abstract class AddressBook {
  /** Undefined when there is no such account any more, or no address known. */
  abstract recipient(account: string): Promise<Recipient | undefined>;
  /** The accounts that decide on requests in this organisation at `t`, those of its community included. */
  abstract administrators(organisation: string, t: Date): Promise<string[]>;
  abstract organisationName(organisation: string): Promise<string | undefined>;
}
