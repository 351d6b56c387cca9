import type { Kind } from '../policy/language/condition.ts';
import type { Fields } from '../policy/language/read-condition.ts';

/** Stands for an attribute of the wrong kind: neither absent nor comparable, so that every condition on it is unknown. */
export const MALFORMED = Symbol('malformed');

/** All that a condition may look at, by its name: attributes, `context.*`, `me.*`, `grant.*`, `role.*`, `now`. */
export interface World {
  /** By `typeKey`. */
  readonly type: string;

  /** Undefined for what nobody has told. */
  get(name: string): unknown;
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

type Given = Readonly<Record<string, unknown>>;

/**
 * A declared attribute, read as its kind.
 *
 * Null is absent. An attribute of the wrong kind is not: a care that ends "tomorrow" must not pass for one without end. Nothing is
 * inherited: a field called `constructor` finds nothing.
 */
export function attributeOf(given: Given, name: string, kind: Kind): unknown {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value === undefined || value === null) return undefined;
  return READ[kind](value) ?? MALFORMED;
}

/** The attributes that are not declared, or not of their kind. */
export function strangeIn(fields: Fields, given: Given, prefix = ''): string[] {
  return Object.keys(given).filter((name) => {
    const field = fields.get(prefix + name);
    return field ? attributeOf(given, name, field.is) === MALFORMED : given[name] !== undefined && given[name] !== null;
  });
}
