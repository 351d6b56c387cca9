import { Controller, Get, Inject, Req } from '@nestjs/common';
import { REASONS } from '@habilis/accounts';
import { Names, named } from '@habilis/accounts/web';
import { READING_REASONS } from '@habilis/audit';
import { Me, Operation } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import type { Request } from 'express';
import { ReadElevations } from '../elevation/read-elevations.ts';
import { covers } from '../grant/grant.ts';
import type { HeldGrant, Holding } from '../holding.ts';
import { Holdings } from '../ports.ts';
import { ReadReviews } from '../review/read-reviews.ts';
import { standingLimits } from '../standing.ts';
import { wornWords } from './console-elevations.ts';
import { PolicyInForce, ServiceAlerts } from './console-ports.ts';
import { GRANT_WORDS, REGISTER_WORDS } from './console-reasons.ts';
import { placesToDo } from './console-rights.ts';
import { roleNamed, rolesFor, rolesSeenBy } from './console-roles.ts';
import { ACTS, GrantableRoles, MeView, NamedRoles, ReasonsView, type Act, type MeWords, type ReasonsWords } from './console-views.ts';

/** Who is asking, and what the console may offer them. */
@Controller('api/console/v1')
export class ConsoleMeController {
  constructor(
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Holdings) private readonly holdings: Holdings,
    @Inject(ReadElevations) private readonly elevations: ReadElevations,
    @Inject(ReadReviews) private readonly reviews: ReadReviews,
    @Inject(Names) private readonly names: Names,
    @Inject(ServiceAlerts) private readonly alerts: ServiceAlerts,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('me')
  @Operation({ tag: 'Me', summary: 'Who I am, where I administer, and what I may do there', answer: MeView })
  async me(@Me() me: Caller, @Req() request: Request): Promise<MeWords> {
    const now = this.clock.now();
    const wearable = await this.elevations.of(me.id);
    const worn = wearable.flatMap((each) => each.worn ?? []);
    const holding = (await this.holdings.read([me.id])).get(me.id);
    const counts = (grant: HeldGrant) =>
      covers({ ...grant, revokedAt: null }, now) &&
      (!this.policy.implied.putOn.includes(grant.role) || worn.some((each) => each.grant === grant.id));
    const held = (holding?.grants ?? []).filter(counts);
    const places = me.organisationsFor('list', 'Account');
    const owed = owedBy(holding, now);
    const names = await this.names.of([
      me.id,
      ...places,
      ...[...held, ...owed, ...worn].map(({ organisation }) => organisation),
      ...held.flatMap(({ members }) => members ?? []),
    ]);
    const acts = Object.fromEntries(ACTS.map((act) => [act, placesToDo(me, this.policy, act)])) as Record<Act, string[]>;
    return {
      ...named(names, me.id),
      organisations: places.map((id) => named(names, id)).sort((one, other) => one.name.localeCompare(other.name, 'fr')),
      roles: held.map(({ role, organisation, members }) => ({
        role: roleNamed(this.policy, role),
        organisation: named(names, organisation),
        members: members === undefined ? null : named(names, members),
      })),
      owes: owed.map(({ organisation, version }) => ({ organisation: named(names, organisation), version })),
      certificates: placesToDo(me, this.policy, 'policies').length > 0 ? this.certificates() : [],
      worn: worn.map((each) => wornWords(this.policy, each, names)),
      wearable: wearable.some((each) => each.worn === null),
      csrf: request.csrf ?? null,
      acts: { ...acts, reviews: [...new Set([...acts.reviews, ...(await this.reviews.concerning(me))])] },
    };
  }

  @Get('reasons')
  @Operation({ tag: 'Me', summary: 'The closed lists of reasons, for each act, with their words', answer: ReasonsView })
  reasons(@Me() _me: Caller): ReasonsWords {
    const lists = Object.entries({ ...REASONS, ...GRANT_WORDS, ...REGISTER_WORDS, journal: READING_REASONS });
    return {
      acts: Object.fromEntries(lists.map(([act, words]) => [act, Object.entries(words).map(([code, { fr, en }]) => ({ code, fr, en }))])),
    };
  }

  @Get('roles')
  @Operation({ tag: 'Me', summary: 'The roles I may grant, and where', answer: GrantableRoles })
  roles(@Me() me: Caller) {
    return { items: rolesFor(me, this.policy, 'grant') };
  }

  @Get('roles/named')
  @Operation({ tag: 'Me', summary: 'Every role people may hold, by its name', answer: NamedRoles })
  named(@Me() me: Caller) {
    return { items: rolesSeenBy(me, this.policy) };
  }

  private certificates(): MeWords['certificates'] {
    return this.alerts
      .certificates()
      .map(({ upstream, state, validUntil }) => ({ upstream, state, until: validUntil?.toISOString() ?? null }));
  }
}

function owedBy(holding: Holding | undefined, now: Date) {
  const places = holding?.standing.memberships.map(({ organisation }) => organisation) ?? [];
  return places.flatMap((organisation) => standingLimits(holding!.standing, now, organisation).filter((each) => each.kind === 'charter'));
}
