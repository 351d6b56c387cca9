import { randomBytes } from 'node:crypto';
import type { Order } from './active-faults.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { Persona } from './personas.ts';

/** A sign-in under way on our pages. */
export interface Transaction {
  readonly asked: AuthorizationRequest;
  /** Set while the phone is asked. `expires` in seconds. */
  phone?: { readonly persona: Persona; readonly chosen: readonly Order[]; readonly expires: number };
}

const KEPT = 1_000;

/** Sign-ins under way, by the id in the form. The oldest go first when there are too many. */
export class Transactions {
  private readonly underWay = new Map<string, Transaction>();

  open(asked: AuthorizationRequest): string {
    const id = randomBytes(24).toString('base64url');
    this.underWay.set(id, { asked });
    const [oldest] = this.underWay.keys();
    if (this.underWay.size > KEPT && oldest !== undefined) this.underWay.delete(oldest);
    return id;
  }

  find(id: string | undefined): Transaction | undefined {
    return id === undefined ? undefined : this.underWay.get(id);
  }

  close(id: string): void {
    this.underWay.delete(id);
  }
}
