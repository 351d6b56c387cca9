import { Refusal } from '@habilis/kernel';
import type { ClaimsSettings } from './claims-settings.ts';

type Kind = 'rpps' | 'adeli' | 'structure' | 'sandbox';

/**
 * What a national identifier may look like: a type prefix (TRE_G08), then a number.
 *
 * Structures' registers hold a slash: never assume digits, never put one raw in an address.
 *
 * @fr identifiant national (SubjectNameID)
 */
// prettier-ignore
const FORMS: readonly { kind: Kind; form: RegExp; keyed?: boolean }[] = [
  { kind: 'rpps',      form: /^8\d{11}$/, keyed: true },
  { kind: 'adeli',     form: /^0[0-9A-Z]{9}$/ },
  { kind: 'structure', form: /^1[0-9A-Z]{9}\/[0-9A-Za-z.-]{1,30}$/ },  // practice by ADELI / register
  { kind: 'structure', form: /^3[0-9A-Z]{9}\/[0-9A-Za-z.-]{1,30}$/ },  // FINESS / register
  { kind: 'structure', form: /^4\d{9}\/[0-9A-Za-z.-]{1,30}$/ },        // SIREN / register
  { kind: 'structure', form: /^5\d{14}\/[0-9A-Za-z.-]{1,30}$/ },       // SIRET / register
  { kind: 'structure', form: /^6\d{11}\/[0-9A-Za-z.-]{1,30}$/ },       // practice by RPPS / register
  { kind: 'sandbox',   form: /^ANS\d{8,20}$/ },                        // EDIT: neither prefix nor key
];

/** Whether the last digit is the right one. The key covers the eleven digits of the number, without the type prefix. */
export function hasLuhnKey(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, position) => {
    const value = Number(digit) * (position % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function kindOf(id: string): Kind | undefined {
  const found = FORMS.find(({ form }) => form.test(id));
  return found && (!found.keyed || hasLuhnKey(id.slice(1))) ? found.kind : undefined;
}

/**
 * The national identifier as the upstream writes it, once its form is known to be right.
 *
 * Nothing is repaired: spaces, digits of another script or a wrong key mean that it was not copied from the
 * directory by a machine, and an identifier that decides who someone is must have been.
 *
 * @returns null when there is none
 * @throws Refusal `upstream.national-id-malformed` or `upstream.national-id-missing` (forbidden)
 */
export function nationalIdOf(found: unknown, settings: NonNullable<ClaimsSettings['nationalId']>): string | null {
  if (found === undefined || found === null || found === '') {
    if (settings.required) throw new Refusal('upstream.national-id-missing', 'forbidden');
    return null;
  }
  const id = typeof found !== 'string' ? '' : settings.form === 'rpps' ? `8${found}` : found;
  const kind = kindOf(id);
  if (!kind || (kind === 'sandbox' && !settings.sandbox)) throw new Refusal('upstream.national-id-malformed', 'forbidden');
  return id;
}

/** The well-formed ones among the other identifiers of a person; the rest recognises nobody, so it is left out. */
export function otherIdsOf(found: unknown, main: string | null): string[] {
  if (!Array.isArray(found)) return [];
  const ids = found
    .slice(0, 50)
    .map((each) => (typeof each === 'object' && each !== null ? (each as { identifiant?: unknown }).identifiant : undefined));
  return [...new Set(ids)].filter((id): id is string => typeof id === 'string' && id !== main && isWellFormed(id));
}

const isWellFormed = (id: string) => kindOf(id) !== undefined && kindOf(id) !== 'sandbox';

/** Eleven digits, for people whose identifier is an RPPS number. */
export const rppsOf = (id: string | null): string | null => (id !== null && kindOf(id) === 'rpps' ? id.slice(1) : null);
