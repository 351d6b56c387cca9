import { createHmac, timingSafeEqual } from 'node:crypto';

/** The acts a person keeps the proof of, by the fact each leaves. */
export type ReceiptKind = 'account.close' | 'hold.pause' | 'hold.compromise' | 'factor.held';

/**
 * What a person keeps to show, later and to anyone, that they asked and when.
 *
 * It is a copy of the fact, made by the database with the fact itself: no act can forget one, and none is given for
 * what did not happen. Nothing changes it afterwards.
 *
 * @fr récépissé
 * @source CPAM13.4.1
 */
export interface Receipt {
  /** Dated and unguessable: `MS-2026-11-22-7k3q9d2m`. */
  readonly number: string;
  readonly account: string;
  readonly kind: ReceiptKind;
  readonly at: Date;
  /** As they were called then. */
  readonly givenName: string;
  readonly familyName: string;
  /** The reason chosen, from a closed list. */
  readonly why: string;
  /** When access comes back by itself; null when it waits for somebody. */
  readonly until: Date | null;
  /** What was blocked, when it is less than the account: `totp`, `passkey`, `password`… */
  readonly factor: string | null;
}

/** A number as it is typed or found in an address. */
export const RECEIPT_NUMBER = /^[A-Z]{2}-\d{4}-\d{2}-\d{2}-[0-9a-hj-km-np-tv-z]{8}$/;

/** Where receipts are. */
export abstract class Receipts {
  /** All of a person's, the latest first. */
  abstract of(account: string): Promise<readonly Receipt[]>;
  abstract find(number: string): Promise<Receipt | undefined>;
}

/**
 * Seals and passes: what makes a receipt worth showing, and what lets someone who is signed out fetch theirs.
 *
 * The seal is printed; whoever is shown a receipt can have it checked. A pass is a short-lived right to one receipt's
 * paper, for the browser that has just been given the receipt: it rides in a form and never in an address.
 */
export class ReceiptSeals {
  constructor(private readonly secret: string) {}

  /** Four groups of four, easy to read out. It covers every line of the receipt. */
  seal({ number, account, kind, at, givenName, familyName, why, until, factor }: Receipt): string {
    const said = [number, account, kind, at.toISOString(), givenName, familyName, why, until?.toISOString() ?? '', factor ?? ''];
    return this.code('receipt seal', JSON.stringify(said)).slice(0, 16).replace(/(.{4})(?=.)/g, '$1-'); // prettier-ignore
  }

  isSealOf(receipt: Receipt, given: string): boolean {
    return same(given.toLowerCase().replace(/[^0-9a-f]/g, ''), this.seal(receipt).replaceAll('-', ''));
  }

  pass(number: string, until: Date): string {
    const ends = until.getTime().toString(36);
    return `${ends}.${this.code('receipt pass', `${number} ${ends}`)}`;
  }

  admits(pass: string, number: string, now: Date): boolean {
    const [ends = '', code = ''] = pass.split('.');
    return Number.parseInt(ends, 36) > now.getTime() && same(code, this.code('receipt pass', `${number} ${ends}`));
  }

  private code(use: string, text: string): string {
    return createHmac('sha256', this.secret).update(`${use} ${text}`).digest('hex');
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
