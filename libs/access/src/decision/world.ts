import type { Kind } from '../policy/language/condition.ts';
import type { Fields } from '../policy/language/read-condition.ts';

/** Stands for an attribute of the wrong kind: neither absent nor comparable, so that every condition on it is unknown. */
export const MALFORMED = Symbol('malformed');

/**
 * All that a condition may look at, flat: attributes by name, `context.*`, `me.*`, `grant.*`, `role.*`, `now`.
 *
 * A map inherits nothing: a field called `constructor` finds nothing.
 */
export class World extends Map<string, unknown> {
  /** @param type by `typeKey` */
  constructor(readonly type: string) {
    super();
  }
}

type Read = (value: unknown) => unknown;
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string');
const text: Read = (value) => (typeof value === 'string' ? value : undefined);
const texts: Read = (value) => (isTexts(value) ? value : undefined);
/** With its offset: a local time means a different instant on every machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** How each kind is read; undefined for what it cannot be. */
const READ: Record<Kind, Read> = {
  text,
  texts,
  organisation: text,
  organisations: texts,
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  instant: (value) => {
    const at = value instanceof Date ? value.getTime() : typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : NaN;
    return Number.isNaN(at) ? undefined : at;
  },
};

/**
 * Copies the declared attributes into the world.
 *
 * Null is absent. An attribute of the wrong kind is not: a care that ends "tomorrow" must not pass for one without end.
 *
 * @returns the attributes that are not declared, or not of their kind
 */
export function addAttributes(world: World, fields: Fields, given: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  const strange: string[] = [];
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    const field = fields.get(prefix + name);
    const read = field && READ[field.is](value);
    if (field) world.set(prefix + name, read === undefined ? MALFORMED : read);
    if (read === undefined) strange.push(name);
  }
  return strange;
}
