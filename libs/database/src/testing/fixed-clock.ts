import { Clock } from '@habilis/kernel';

/** A clock that stands until it is moved. */
export class FixedClock extends Clock {
  #now: Date;

  constructor(now: string | Date = '2026-03-02T08:00:00Z') {
    super();
    this.#now = new Date(now);
  }

  override now(): Date {
    return new Date(this.#now);
  }

  set(now: string | Date): void {
    this.#now = new Date(now);
  }

  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }
}
