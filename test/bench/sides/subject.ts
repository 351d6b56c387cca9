import { randomInt } from 'node:crypto';
import type { BenchBrowser } from './browser.ts';
import type { BenchPortal, Tokens } from './portal.ts';
import type { SignedIn } from './signed-in.ts';

/** A provider under measure, with people signed in. */
export interface Subject {
  readonly name: string;
  readonly pid: number;
  readonly database: string;
  readonly portal: BenchPortal;
  readonly people: readonly SignedIn[];
  /** One person signs in, with a new browser unless one is given. */
  signIn(browser?: BenchBrowser): Promise<Tokens>;
  stop(): Promise<void>;
}

/** Somebody at random. */
export function anyOf<T>(many: readonly T[]): T {
  return many[randomInt(many.length)]!;
}
