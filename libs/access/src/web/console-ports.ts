import type { Request } from 'express';
import type { Shown } from '../elevation/put-on-role.ts';
import type { Policy } from '../policy/language/policy.ts';

/** The policy that decides now; roles are named and granted by it. */
export abstract class PolicyInForce implements Policy {
  abstract readonly version: string;
  abstract readonly roles: Policy['roles'];
  abstract readonly types: Policy['types'];
  abstract readonly cited: Policy['cited'];
  abstract readonly implied: Policy['implied'];
  abstract readonly separations: Policy['separations'];
  abstract readonly apart: Policy['apart'];
  abstract readonly purposes: Policy['purposes'];
  abstract readonly narrowings: Policy['narrowings'];
  abstract readonly looksAt: Policy['looksAt'];
}

/** What the person behind a request has proved of who they are; a machine has proved nothing of a person. */
export abstract class Proofs {
  abstract of(request: Request): Shown | null;
}

/** One portal told, or still to be told, that someone may no longer come. */
export interface Delivery {
  readonly id: string;
  /** A client id. */
  readonly client: string;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly acknowledgedAt: Date | null;
  readonly givenUpAt: Date | null;
}

/** The ledger of what portals were told about a person. */
export abstract class Deliveries {
  /** The last ones first, twenty at most. */
  abstract of(accountId: string): Promise<readonly Delivery[]>;
}

/** What people call a portal, and whose portal it is; the floor above has the files. */
export abstract class PortalWords {
  /** @returns `organisation` null for a portal that serves everyone */
  abstract of(clientId: string): { readonly name: string; readonly organisation: string | null };
}

/** What whoever answers for accesses should know of the service itself; the floor above looks at it. */
export abstract class ServiceAlerts {
  /** Certificates by which the service is known to identity providers, and that someone has to renew. */
  abstract certificates(): readonly {
    readonly upstream: string;
    readonly state: 'unreadable' | 'not-yet-valid' | 'ends-soon' | 'ended';
    readonly validUntil: Date | null;
  }[];
}

/** The sentence of a refusal that is told among others, in the answer of an act on many things. */
export abstract class RefusalWords {
  abstract of(code: string): string;
}
