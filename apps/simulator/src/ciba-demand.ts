import type { Client } from './clients.ts';
import type { Persona } from './personas.ts';

/** A question asked on the phone of a person, without browser. `expires` in seconds, `lastPoll` in milliseconds. */
export interface CibaDemand {
  readonly id: string;
  readonly client: Client;
  readonly persona: Persona;
  readonly message: string;
  readonly means: string;
  readonly expires: number;
  lastPoll: number;
  decision: 'waiting' | 'approve' | 'deny' | 'done';
}
