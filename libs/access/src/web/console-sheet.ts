import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ReadSheet, stageAt, type Sheet } from '@habilis/accounts';
import { Names, accountId, holdView, identityView, membershipView, named, toName } from '@habilis/accounts/web';
import { RecordReading } from '@habilis/audit';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import type { Grant } from '../grant/grant.ts';
import { StructureGrants } from '../grant/grant-to-structure.ts';
import { grantState, type Holding } from '../holding.ts';
import { Grants, Holdings } from '../ports.ts';
import { standingLimits, standingReach, type Standing } from '../standing.ts';
import { Deliveries, PolicyInForce, PortalWords, type Delivery } from './console-ports.ts';
import { mayDo } from './console-rights.ts';
import { roleNamed } from './console-roles.ts';
import {
  MemberSheet,
  SHEET_ACTS,
  type DeliveryWords,
  type GrantWords,
  type LimitWords,
  type SheetWords,
  type StandingWords,
} from './console-views.ts';

/** A grant of the person, or of the members of a structure of theirs. */
type Shown = Grant & { readonly members?: string };

type NameMap = ReadonlyMap<string, string>;

/** One person: where they stand and why, what they hold, what portals were told. */
@Controller('api/console/v1/members')
export class ConsoleSheetController {
  constructor(
    @Inject(ReadSheet) private readonly sheets: ReadSheet,
    @Inject(Holdings) private readonly holdings: Holdings,
    @Inject(Grants) private readonly grants: Grants,
    @Inject(StructureGrants) private readonly structureGrants: StructureGrants,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(PortalWords) private readonly portals: PortalWords,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Names) private readonly names: Names,
    @Inject(RecordReading) private readonly reading: RecordReading,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get(':id')
  @Operation({
    tag: 'Members',
    summary: 'One person: standing and what limits it, places, holds, roles, portals told',
    description: 'Reading it is itself written in the journal. Someone of another organisation is answered like nobody.',
    answer: MemberSheet,
    refusals: ['account.unknown'],
  })
  async read(@Me() me: Caller, @Param('id', shaped(accountId)) id: string): Promise<SheetWords> {
    const sheet = await this.sheets.run(me, id);
    const places = sheet.account.memberships.map(({ organisation }) => organisation);
    await this.reading.run(me, 'sheet', id, places[0] ?? null);
    const [held, own, reaching, told] = await Promise.all([
      this.holdings.read([id]),
      this.grants.of(id),
      this.structureGrants.reaching(id),
      this.deliveries.of(id),
    ]);
    const grants: readonly Shown[] = [...own, ...reaching.map((each) => ({ ...each, account: id, members: each.structure }))];
    const seen = grants.filter((each) =>
      me.can('read', { type: 'Role', id: each.id, role: each.role, organisation: each.organisation, holder: id }),
    );
    const names = await this.names.of([
      ...toName([sheet.account]),
      ...seen.flatMap(({ organisation, by, members }) => [organisation, by, ...(members ? [members] : [])]),
    ]);
    const { standing } = held.get(id)!;
    const now = this.clock.now();
    return {
      ...personView(sheet, names, now),
      standing: places.map((organisation) => standingView(standing, organisation, names, now)),
      grants: seen.map((each) => this.grantView(each, held.get(id)!, names, now)),
      deliveries: told.flatMap((each) => this.deliveryViews(each, places)),
      acts: SHEET_ACTS.filter((act) => mayDo(me, this.policy, act, sheet.account)),
    };
  }

  private grantView(grant: Shown, { standing, grants }: Holding, names: NameMap, now: Date): GrantWords {
    const { worn = [] } = grants.find((each) => each.id === grant.id) ?? {};
    const { id, role, organisation, from, until, why, by, revokedAt, members } = grant;
    return {
      id,
      role: roleNamed(this.policy, role),
      organisation: named(names, organisation),
      from: from.toISOString(),
      until: until?.toISOString() ?? null,
      why,
      by: named(names, by),
      members: members ? named(names, members) : null,
      revokedAt: revokedAt?.toISOString() ?? null,
      state: grantState({ ...grant, worn }, { standing, implied: this.policy.implied }, now),
    };
  }

  /** What the portals of other organisations were told is theirs to know. */
  private deliveryViews(delivery: Delivery, places: readonly string[]): DeliveryWords[] {
    const { id, client, dueAt, attempts, acknowledgedAt, givenUpAt } = delivery;
    const { name, organisation } = this.portals.of(client);
    if (organisation !== null && !places.includes(organisation)) return [];
    const state = acknowledgedAt ? 'acknowledged' : givenUpAt ? 'given-up' : 'owed';
    return [{ id, portal: name, dueAt: dueAt.toISOString(), attempts, state, acknowledgedAt: acknowledgedAt?.toISOString() ?? null }];
  }
}

function personView({ account, createdAt, lastSignInAt, identities, doubts }: Sheet, names: NameMap, now: Date) {
  return {
    id: account.id,
    version: account.version,
    givenName: account.givenName,
    familyName: account.familyName,
    email: account.email,
    stage: stageAt(account, now),
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    memberships: account.memberships.map((each) => membershipView(each, names, now)),
    holds: account.holds.map((each) => holdView(each, names, now)),
    identities: identities.map(identityView),
    doubts: doubts.map(({ id, doubt, upstream, since }) => ({ id, doubt, upstream, since: since.toISOString() })),
  };
}

function standingView(standing: Standing, organisation: string, names: NameMap, now: Date): StandingWords {
  return {
    organisation: named(names, organisation),
    reach: standingReach(standing, now, organisation),
    limits: standingLimits(standing, now, organisation).map(limitView),
  };
}

export function limitView(limit: ReturnType<typeof standingLimits>[number]): LimitWords {
  const { reach } = limit;
  if (limit.kind === 'stage') return { kind: 'stage', stage: limit.stage, reach };
  if (limit.kind === 'hold') return { kind: 'hold', hold: limit.hold, until: limit.until?.toISOString() ?? null, reach };
  return limit.kind === 'charter' ? { kind: 'charter', version: limit.version, reach } : { kind: 'no-membership', reach };
}
