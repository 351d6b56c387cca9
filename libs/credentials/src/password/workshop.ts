import { Refusal } from '@habilis/kernel';
import type { Guessed, GuessJob } from './guess-worker.ts';
import { Thread } from './thread.ts';

/** The part of a password that is looked at: what comes after makes no password easier. Keeps one look under a second. */
const LOOKED_AT = 40;
const WORDS = 300;
const LONGEST_QUEUE = 20;

/** Where passwords are guessed at, with dictionaries of some hundred megabytes; its queue is bounded. */
export class Workshop {
  readonly #thread = new Thread<GuessJob>('guess-worker');

  /** How hard a password is to guess for someone who knows these words. @throws Refusal `sign-in.busy` (busy) */
  async guesses(plain: string, words: readonly string[]): Promise<Guessed> {
    if (this.#thread.waiting >= LONGEST_QUEUE) throw new Refusal('sign-in.busy', 'busy', { retryAfter: 2 });
    const looked = [...plain].slice(0, LOOKED_AT).join('');
    return this.#thread.ask({ plain: looked, words: words.slice(0, WORDS) });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
