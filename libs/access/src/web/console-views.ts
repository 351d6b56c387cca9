import { z } from 'zod';
import { REACH } from '@habilis/accounts';
import {
  HOLD_KINDS,
  HoldView,
  IdentityView,
  MembershipView,
  OrganisationRef,
  PersonRef,
  STAGES,
  instant,
  organisationId,
} from '@habilis/accounts/web';
import { GRANT_REASONS, REVOKE_REASONS } from '../grant/grant.ts';

/** What may be done on a person, in an organisation. `history` reads acts; `journal` reads the traces of connections too. */
const ON_PEOPLE = ['list', 'read', 'approve', 'refuse', 'suspend', 'lift', 'depart', 'grant', 'revoke', 'history', 'journal'] as const;

/** What an administrator may do somewhere: the console shows no act that would be refused. */
export const ACTS = [
  ...ON_PEOPLE,
  'invite',
  'charters',
  'publish',
  'roles',
  'emergencies',
  'derogations',
  'reviews',
  'start-review',
  'renew',
  'recover',
  'policies',
] as const;
export type Act = (typeof ACTS)[number];

/** What may be done on one person; the last one closes the whole account, in every organisation at once. */
export const SHEET_ACTS = [...ON_PEOPLE, 'suspend-everywhere'] as const;
export type SheetAct = (typeof SHEET_ACTS)[number];

export const RoleView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    portal: z.string().nullable().describe('The portal it is used in; null: Habilis itself'),
  })
  .meta({ id: 'Role' });

/** A role put on for a while. @fr rôle endossé */
export const WornView = z
  .strictObject({ id: z.string(), role: RoleView, organisation: OrganisationRef, from: instant, until: instant, why: z.string() })
  .meta({ id: 'Worn' });

export const MeView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    organisations: z.array(OrganisationRef).describe('Where I may list people'),
    roles: z.array(
      z.strictObject({
        role: RoleView,
        organisation: OrganisationRef.nullable(),
        members: OrganisationRef.nullable().describe('The structure through which I hold it, as a member; null: it was given to me'),
      }),
    ),
    owes: z
      .array(z.strictObject({ organisation: OrganisationRef, version: z.int() }))
      .describe('Charters I owe an answer to: until then my roles there are worth nothing'),
    certificates: z
      .array(
        z.strictObject({
          upstream: z.string(),
          state: z.enum(['unreadable', 'not-yet-valid', 'ends-soon', 'ended']),
          until: instant.nullable(),
        }),
      )
      .describe('Of the service, to be renewed: told to those who read the policy'),
    worn: z.array(WornView).describe('Roles that I have put on for a while'),
    wearable: z.boolean().describe('Whether a role of mine is at rest'),
    csrf: z.string().nullable().describe('Send it back as x-habilis-csrf; null for a machine, which has no cookie'),
    acts: z.record(z.enum(ACTS), z.array(z.string())).describe('For each act, the organisations in which I may do it'),
  })
  .meta({ id: 'Me' });

/** One reason someone is kept short of the portals. @fr motif de limitation */
export const LimitView = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('stage'), stage: z.enum(STAGES), reach: z.enum(REACH) }),
    z.strictObject({
      kind: z.literal('hold'),
      hold: z.enum(HOLD_KINDS),
      until: instant.nullable(),
      reach: z.enum(REACH),
    }),
    z.strictObject({ kind: z.literal('no-membership'), reach: z.enum(REACH) }),
    z.strictObject({ kind: z.literal('charter'), version: z.int(), reach: z.enum(REACH) }),
  ])
  .meta({ id: 'Limit' });

export const StandingView = z
  .strictObject({
    organisation: OrganisationRef,
    reach: z.enum(REACH),
    limits: z.array(LimitView).describe('Empty when nothing keeps them from the portals'),
  })
  .meta({ id: 'Standing' });

export const GrantView = z
  .strictObject({
    id: z.string(),
    role: RoleView,
    organisation: OrganisationRef,
    from: instant,
    until: instant.nullable(),
    why: z.string(),
    by: PersonRef,
    members: OrganisationRef.nullable().describe('The structure whose members hold it; null: it was given to the person'),
    revokedAt: instant.nullable(),
    state: z
      .enum(['counts', 'coming', 'over', 'revoked', 'holder-limited', 'at-rest'])
      .describe('holder-limited: worth nothing while the person is kept from the portals; at-rest: while they have not put it on'),
  })
  .meta({ id: 'Grant' });

export const DeliveryView = z
  .strictObject({
    id: z.string(),
    portal: z.string().describe('As people call it'),
    dueAt: instant,
    attempts: z.int(),
    state: z.enum(['owed', 'acknowledged', 'given-up']),
    acknowledgedAt: instant.nullable(),
  })
  .meta({ id: 'Delivery' });

export const MemberSheet = z
  .strictObject({
    id: z.string(),
    version: z.int().describe('Send it back with an act'),
    givenName: z.string(),
    familyName: z.string(),
    email: z.string().nullable().describe('For display; it links nothing'),
    stage: z.enum(STAGES),
    createdAt: instant,
    lastSignInAt: instant.nullable(),
    standing: z.array(StandingView).describe('One for each organisation they belong, belonged or ask to belong to'),
    memberships: z.array(MembershipView),
    holds: z.array(HoldView),
    identities: z.array(IdentityView),
    doubts: z
      .array(z.strictObject({ id: z.string(), doubt: z.string(), upstream: z.string(), since: instant }))
      .describe('Arrivals that cast doubt on who this is, still to be settled'),
    grants: z.array(GrantView),
    deliveries: z.array(DeliveryView).describe('What portals were told about them, and whether they acknowledged'),
    acts: z.array(z.enum(SHEET_ACTS)).describe('What I may do on this person'),
  })
  .meta({ id: 'MemberSheet' });

/** A role that I may put on. @fr rôle à endosser */
export const WearableView = z
  .strictObject({
    grant: z.string(),
    role: RoleView,
    organisation: OrganisationRef,
    minutes: z.int().describe('For so long, at most'),
    approved: z.boolean().describe('Somebody agrees each time'),
    worn: WornView.nullable(),
    request: z
      .strictObject({ id: z.string(), state: z.enum(['waiting', 'agreed']), until: instant.describe('Waits, or may be used, until then') })
      .nullable(),
    now: instant,
  })
  .meta({ id: 'Wearable' });
export const WearablePage = z.strictObject({ items: z.array(WearableView) }).meta({ id: 'WearablePage' });
export const PutOnAnswer = z
  .strictObject({ worn: WornView.nullable(), request: z.string().nullable().describe('What somebody has to agree to first') })
  .meta({ id: 'PutOnAnswer' });

/** Of a person, or of the members of a structure. */
export const anyGrantId = z.string().regex(/^(grant|sgr)-[a-z0-9-]{1,60}$/);
export const grantId = z.string().regex(/^grant-[a-z0-9-]{1,60}$/);

export const GrantForm = z.strictObject({
  role: z
    .string()
    .max(80)
    .regex(/^([a-z][a-z0-9-]*:)?[a-z][a-z0-9-]*$/)
    .describe('As GET roles names it'),
  organisation: organisationId,
  until: z.iso.date().nullable().describe('Ends as that day begins in Paris; null: until revoked'),
  why: z.enum(GRANT_REASONS),
});
export const RevokeForm = z.strictObject({ why: z.enum(REVOKE_REASONS) });

/** A role that I may grant, and where. */
export const GrantableRole = RoleView.extend({
  organisations: z.array(z.string()).describe('Where I may grant it'),
  maxDays: z.int().nullable().describe('A grant ends within so many days; null: it may have no end'),
  twoPeople: z.boolean().describe('It is proposed, and another person agrees'),
  byName: z.boolean().describe('Never given to the members of a structure'),
}).meta({ id: 'GrantableRole' });
export const NamedRoles = z.strictObject({ items: z.array(RoleView) }).meta({ id: 'NamedRoles' });
export const GrantableRoles = z.strictObject({ items: z.array(GrantableRole) }).meta({ id: 'GrantableRoles' });

const Reason = z.strictObject({ code: z.string(), fr: z.string(), en: z.string() }).meta({ id: 'Reason' });

/** The closed lists, with the words people choose by. */
export const ReasonsView = z.strictObject({ acts: z.record(z.string(), z.array(Reason)) }).meta({ id: 'Reasons' });

export type MeWords = z.infer<typeof MeView>;
export type WornWords = z.infer<typeof WornView>;
export type LimitWords = z.infer<typeof LimitView>;
export type StandingWords = z.infer<typeof StandingView>;
export type GrantWords = z.infer<typeof GrantView>;
export type DeliveryWords = z.infer<typeof DeliveryView>;
export type SheetWords = z.infer<typeof MemberSheet>;
export type NamedRoleWords = z.infer<typeof RoleView>;
export type RoleWords = z.infer<typeof GrantableRole>;
export type ReasonsWords = z.infer<typeof ReasonsView>;
