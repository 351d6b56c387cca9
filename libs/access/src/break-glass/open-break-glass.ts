import { newId, Refusal, type Clock } from '@habilis/kernel';
import { narrowest } from '@habilis/accounts';
import { openInEmergency, type BreakGlass } from './break-glass.ts';
import { levelOf } from '../decision/scene.ts';
import { emergencyRole } from './emergency.ts';
import { askerAt } from '../holding.ts';
import { typeKey, type Policy, type ThingType } from '../policy/language/policy.ts';
import type { CallingClient, Emergencies, Holdings, Subjects } from '../ports.ts';
import type { Pseudonyms } from '../pseudonyms.ts';

/** An emergency, in the portal's words. */
export interface EmergencyRequest {
  readonly subject: { readonly type: string; readonly id: string };
  readonly resource: { readonly type: string; readonly id: string };
  readonly motive: string;
  /** `acr`, the level of the person's session at the portal. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Someone opens a file at once, without need to know, because waiting would do harm.
 *
 * Nobody is asked. The motive is from a list, the file's owner and the security officer are told with the act, and a
 * review must be closed within the days that the policy gives. A person whose access is not open, or who holds no role
 * that the type of file lists, opens nothing.
 *
 * @fr accès en urgence, bris de glace
 * @source CPAM13.4.1
 */
export class OpenBreakGlass {
  constructor(
    private readonly policy: Policy,
    private readonly holdings: Holdings,
    private readonly emergencies: Emergencies,
    private readonly subjects: Subjects,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `break-glass.type` or `break-glass.motive` (invalid), `break-glass.not-open-to` or
   * `break-glass.assurance` (forbidden)
   */
  async run(client: CallingClient, { subject, resource, motive, context = {} }: EmergencyRequest): Promise<BreakGlass> {
    const { clientId, organisation } = client;
    const type = this.policy.types.get(typeKey(clientId, resource.type));
    if (!type?.breakGlass) throw new Refusal('break-glass.type', 'invalid', { type: resource.type });
    mustBeProved(type.breakGlass, context);
    const at = this.clock.now();
    const account = subject.type === 'person' ? await this.subjects.resolve(clientId, subject.id) : undefined;
    const holding = account === undefined ? undefined : (await this.holdings.read([account])).get(account);
    const asker = holding && askerAt(holding, this.policy.implied, at, { portal: clientId, organisation, subject: subject.id });
    const held = asker && narrowest(asker.limits) === 'portals' ? emergencyRole(this.policy, type, asker.roles) : undefined;
    if (!asker || !held) throw new Refusal('break-glass.not-open-to', 'forbidden');
    const thing = this.pseudonyms.of(clientId, resource.type, resource.id);
    const place = organisation ?? held.organisation;
    const entry = {
      id: newId('bg'),
      account: asker.id,
      portal: clientId,
      organisation: place,
      type: resource.type,
      thing,
      role: held.role,
      motive,
      assurance: levelOf(context) ?? null,
    };
    const change = openInEmergency(entry, type, at);
    await this.emergencies.open(change);
    return change.next;
  }
}

/** Haste is no reason to know less surely who it is. The lowest level is that of any session. */
function mustBeProved({ assurance }: NonNullable<ThingType['breakGlass']>, context: Readonly<Record<string, unknown>>): void {
  if ((levelOf(context) ?? 1) < assurance) throw new Refusal('break-glass.assurance', 'forbidden', { level: assurance });
}
