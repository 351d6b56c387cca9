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

/** Something owed to the world about someone, and whether it was acknowledged. */
export interface Delivery {
  readonly id: string;
  readonly topic: string;
  /** The portal told, where it is one. */
  readonly portal: string | null;
  /** Which mail, where it is one. */
  readonly mail: string | null;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly state: 'owed' | 'acknowledged' | 'given-up';
  readonly acknowledgedAt: Date | null;
  readonly lastError: string | null;
}

/** The ledger: what was owed about someone, to whom, and who acknowledged when. @fr accusés de réception */
export abstract class Deliveries {
  /** The latest first, a hundred at most. @param id an account or a client */
  abstract about(id: string): Promise<Delivery[]>;
}
