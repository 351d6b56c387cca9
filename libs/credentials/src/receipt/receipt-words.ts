import { parisDateTime, type Translate } from '@habilis/pages';
import type { Receipt } from './receipt.ts';

/** A receipt in words, the same on a screen and on paper. */
export interface ReceiptWords {
  readonly title: string;
  /** What was asked and done. */
  readonly said: string;
  readonly terms: readonly { readonly term: string; readonly value: string }[];
  /** What it is worth. */
  readonly worth: string;
  readonly check: string;
}

/** @param seal as printed; @param service where anyone can have it checked */
export function receiptWords(receipt: Receipt, seal: string, service: string, t: Translate): ReceiptWords {
  const { number, kind, at, givenName, familyName, until, factor, why } = receipt;
  const say = (key: string, values = {}) => t(`receipts.${key}`, values);
  const line = (term: string, value: string) => ({ term: say(`term-${term}`), value });
  return {
    title: say(`${kind}.title`),
    said: say(`${kind}.said`),
    terms: [
      line('number', number),
      line('at', `${parisDateTime(at, t.language)} (${say('paris', { utc: at.toISOString().replace(/\.\d+Z$/, 'Z') })})`),
      line('name', `${givenName} ${familyName}`.trim()),
      ...(factor ? [line('factor', say(`factor-${factor}`))] : []),
      line('why', say(`why-${why}`)),
      ...(kind === 'hold.pause' ? [line('return', until ? parisDateTime(until, t.language) : say('return-asked'))] : []),
      line('seal', seal),
    ],
    worth: say(`${kind}.worth`),
    check: say('check', { address: `${service}/recus/verifier` }),
  };
}
