import { faultRow, type FaultId } from './faults.ts';

/** A fault that is to happen: to everybody or to one persona, for ever or for the next `times` occasions. */
export interface Order {
  readonly fault: FaultId;
  readonly persona?: string | undefined;
  /** What the fault puts in place of the truth, for the few rows that say so. */
  readonly value?: string | undefined;
  times?: number | undefined;
}

/** Who a request is about, and the faults chosen on the login page for this sign-in. */
export interface Subject {
  readonly persona?: string | undefined;
  readonly chosen?: readonly Order[] | undefined;
}

/** Hops where nobody is known yet: a persona cannot be asked there. */
const NOBODY_YET = new Set(['discovery', 'jwks', 'tls']);

/** The faults set on one upstream. */
export class ActiveFaults {
  private orders: Order[] = [];

  constructor(private readonly changed: (active: readonly Order[]) => void = () => undefined) {}

  get active(): readonly Order[] {
    return this.orders;
  }

  /** @throws Error when the row needs the test to act, or names a persona where none can be known */
  set(order: Order): void {
    const row = faultRow(order.fault);
    if (row.by === 'browser') throw new Error(`${row.id} is done by the test: ${row.test}`);
    if (order.persona && NOBODY_YET.has(row.hop)) throw new Error(`${row.id} happens at ${row.hop}, where the person is not known yet`);
    this.orders = [...this.orders, { ...order }];
    this.changed(this.orders);
  }

  clear(): void {
    this.orders = [];
    this.changed(this.orders);
  }

  /** The counted orders only, to be held for a whole sign-in. */
  takeCounted(strikes: (fault: FaultId) => boolean, subject: Subject): Order[] {
    return this.spend((order) => order.times !== undefined && strikes(order.fault), subject).map(({ fault, value }) => ({ fault, value }));
  }

  /** The orders that strike here and now. Counted ones lose one occasion; those about the person wait for a sign-in. */
  take(strikes: (fault: FaultId) => boolean, subject: Subject): Order[] {
    const waits = (order: Order) => order.times !== undefined && faultRow(order.fault).hop === 'identity';
    return [
      ...this.spend((order) => strikes(order.fault) && !waits(order), subject),
      ...(subject.chosen ?? []).filter((order) => strikes(order.fault)),
    ];
  }

  private spend(strikes: (order: Order) => boolean, subject: Subject): Order[] {
    const struck = this.orders.filter((order) => strikes(order) && (!order.persona || order.persona === subject.persona));
    for (const order of struck) if (order.times !== undefined) order.times -= 1;
    this.orders = this.orders.filter((order) => order.times === undefined || order.times > 0);
    return struck;
  }
}

/** Plays, on a draft about to leave, every fault of one effect table that strikes the subject. */
export async function strike<Draft, Context>(
  faults: ActiveFaults,
  effects: Readonly<Record<string, (draft: Draft, context: Context, value: string | undefined) => void | Promise<void>>>,
  subject: Subject,
  draft: Draft,
  context: Context,
): Promise<Draft> {
  for (const order of faults.take((fault) => Object.hasOwn(effects, fault), subject)) {
    await effects[order.fault]?.(draft, context, order.value);
  }
  return draft;
}
