import type { Presented } from '@habilis/credentials';

/** Asking for a recovery, showing who one is, and stopping one. */
export abstract class RecoveryDesk {
  /** Asks in the name of whoever this is, if anyone; says nothing of it. */
  abstract ask(identifier: string, address: string): Promise<void>;
  /** Counts someone who leaves to show who they are. @throws Refusal `request.too-many` (busy) */
  abstract leave(address: string): Promise<void>;
  /** Asks, with who an upstream has just vouched for; says nothing of whether it is the person of the account. */
  abstract present(identifier: string, presented: Presented): Promise<void>;
  abstract look(token: string): Promise<boolean>;
  /** @throws Refusal `recovery.stop-gone` (unknown) */
  abstract stop(token: string): Promise<void>;
  /** When one was asked for in the name of somebody signed in, and is not over. */
  abstract askedAt(account: string): Promise<Date | undefined>;
  abstract stopOwn(account: string): Promise<void>;
}
