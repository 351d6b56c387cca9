import type { Provider, Type } from '@nestjs/common';

type Token<T> = Type<T> | (abstract new (...args: never[]) => T);

/** Gives Nest a thing that was built elsewhere, under the class it is asked for by. */
export function wired<T>(token: Token<T>, value: T): Provider {
  return { provide: token, useValue: value };
}
