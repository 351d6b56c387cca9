import type { Clock, Target } from '@habilis/kernel';
import { narrowest } from '@habilis/accounts';
import { askerAt, type Asker } from '../holding.ts';
import type { Policy, ThingType } from '../policy/language/policy.ts';
import type { CallingClient, Holdings, Subjects } from '../ports.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import { worldAs } from './judge.ts';

/** What may be done to some things of a type; where it may be opened by parts, the parts for each action. */
export interface Capability {
  readonly type: string;
  readonly actions: readonly { readonly name: string; readonly fields?: readonly string[] }[];
}

export interface Capabilities {
  readonly types: readonly Capability[];
  /** Changes with the account's epoch, with the policy, and with what is listed. */
  readonly tag: string;
}

/**
 * The rules of one person, packed for a front end: which actions are worth showing, on which types of things.
 *
 * Never a decision: what depends on the thing is taken for granted, separations are left to the question itself. Nothing in it
 * names a thing or anybody else. Someone unknown, or whose access is not open, is answered an empty list.
 *
 * @fr capacités
 */
export class ListCapabilities {
  constructor(
    private readonly policy: Policy,
    private readonly holdings: Holdings,
    private readonly subjects: Subjects,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
  ) {}

  /** @param subject the person, as the portal knows them */
  async run(client: CallingClient, subject: string): Promise<Capabilities> {
    const asker = await this.asker(client, subject);
    const types = asker ? this.typesFor(client.clientId, asker) : [];
    const basis = [subject, asker?.epoch ?? '', this.policy.version, JSON.stringify(types)].join(' ');
    return { types, tag: this.pseudonyms.of(client.clientId, 'capabilities', basis) };
  }

  private async asker({ clientId, organisation }: CallingClient, subject: string): Promise<Asker | undefined> {
    const account = await this.subjects.resolve(clientId, subject);
    if (account === undefined) return undefined;
    const holding = (await this.holdings.read([account])).get(account);
    if (!holding) return undefined;
    const asker = askerAt(holding, this.policy.implied, this.clock.now(), { portal: clientId, organisation, subject });
    return narrowest(asker.limits) === 'portals' ? asker : undefined;
  }

  private typesFor(portal: string, asker: Asker): Capability[] {
    return [...this.policy.types.values()]
      .filter((type) => type.portal === portal)
      .map((type) => ({ type: type.name, actions: this.actionsFor(portal, asker, type) }))
      .filter(({ actions }) => actions.length > 0);
  }

  private actionsFor(portal: string, asker: Asker, type: ThingType): Capability['actions'] {
    return type.actions.flatMap((name) => {
      if (type.parts.length === 0) return this.somewhere(portal, asker, type.name, name) ? [{ name }] : [];
      const fields = type.parts.filter((field) => this.somewhere(portal, asker, type.name, name, field));
      return fields.length > 0 ? [{ name, fields }] : [];
    });
  }

  /** Whether one of their roles could do it to some thing, as far as the person, the grant and the moment tell. */
  private somewhere(portal: string, asker: Asker, type: string, action: string, field?: string): boolean {
    return asker.roles.some((held) => {
      const world = worldAs(this.policy, asker, held, portal, { action, target: { type } as Target }); // of none in particular
      return world !== undefined && this.policy.roles.get(held.role)!.somewhere.can(action, world, field);
    });
  }
}
