import type { Need } from './guard.ts';
import type { Question, Thing } from './question.ts';
import type { Recognition } from './step-up.ts';
import type { Person } from './tokens.ts';

/** A request with the parameters of its address, as Express and Nest give them. */
export interface Addressed {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** What is asked about, without its type: an id, or an id with attributes. */
export type Named = string | Omit<Thing, 'type'>;

/** Where the id of the thing is: a parameter of the address, or what a function finds. Nothing found is a refusal. */
export type IdFrom<R> = string | ((request: R, person: Person) => Named | undefined | Promise<Named | undefined>);

export interface Asking<R> extends Recognition {
  /** Why the person opens it, for instance `{ purpose: 'care' }`; as the policy of the portal declares it. */
  readonly context?: Readonly<Record<string, unknown>> | ((request: R) => Readonly<Record<string, unknown>>);
}

/** The need of an address that opens one thing. */
export function needOf<R>(request: R, action: string, type: string, idFrom: IdFrom<R>, { context, ...recognition }: Asking<R>): Need {
  const question = async (person: Person): Promise<Question | undefined> => {
    const named = typeof idFrom === 'string' ? parameter(request as Addressed, idFrom) : await idFrom(request, person);
    if (named === undefined) return undefined;
    const told = typeof context === 'function' ? context(request) : context;
    const resource = typeof named === 'string' ? { type, id: named } : { ...named, type };
    return { action, resource, ...(told && { context: told }) };
  };
  return { ...recognition, question };
}

const parameter = ({ params }: Addressed, name: string): string | undefined => {
  const value = params && Object.hasOwn(params, name) ? params[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};
