import type { Kind } from './condition.ts';
import type { Fields } from './read-condition.ts';

/** The type of the thing, kept under a name that no attribute can bear. */
export const TYPE = Symbol('type');

/** Stands for an attribute of the wrong kind: neither absent nor comparable, so that every condition on it is unknown. */
export const MALFORMED = Symbol('malformed');

/** All that a condition may look at, flat: attributes by name, `context.*`, `me.*`, `grant.*`, `role.*`, `now`. */
export type World = Record<string, unknown> & { [TYPE]: string };

/** An empty world: it inherits nothing, so that a field called `constructor` finds nothing. */
export function newWorld(type: string): World {
  return Object.assign(Object.create(null) as World, { [TYPE]: type });
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
    if (field) world[prefix + name] = read === undefined ? MALFORMED : read;
    if (read === undefined) strange.push(name);
  }
  return strange;
}
