import { z } from 'zod';
import { PersonRef, instant } from '@habilis/accounts/web';
import { POLICY_REASONS } from '../policy/policy-version.ts';
import { FINDINGS } from '../policy/prove/finding.ts';

export const policyId = z.string().regex(/^pol-[0-9a-z]{26}$/);

const files = z
  .record(z.string().regex(/^[a-z0-9][a-z0-9._-]*$/).max(80), z.string().max(200_000))
  .refine((all) => Object.keys(all).length <= 200, { error: 'too many files' })
  .describe('Every file of the policy by its name without extension, the unchanged ones included'); // prettier-ignore

export const PolicyFilesForm = z.strictObject({ files }).meta({ id: 'PolicyFiles' });
export const PolicyDraftForm = z.strictObject({ files, why: z.enum(POLICY_REASONS).exclude(['return']) }).meta({ id: 'PolicyDraftForm' });

const words = { fr: z.string(), en: z.string() };
const cited = { id: z.string(), source: z.string(), ...words };
const place = { file: z.string(), line: z.int().nullable() };

export const LintView = z
  .strictObject({
    sound: z.boolean().describe('Whether it may be published'),
    problems: z.array(z.strictObject({ ...place, path: z.string(), wrong: z.string(), mend: z.string() })),
    cases: z.array(z.strictObject({ ...place, fr: z.string(), wrong: z.string().nullable() })),
    findings: z.array(
      z.strictObject({
        ...place,
        kind: z.enum(FINDINGS),
        blocks: z.boolean(),
        about: z.string(),
        ...words,
        example: z.strictObject(words),
      }),
    ),
  })
  .meta({ id: 'PolicyLint' });
export type LintWords = z.infer<typeof LintView>;

export const VersionView = z
  .strictObject({
    id: z.string(),
    hash: z.string(),
    state: z.enum(['draft', 'in-force', 'superseded', 'discarded']),
    why: z.enum(POLICY_REASONS),
    author: PersonRef,
    draftedAt: instant,
    basis: z.string().nullable(),
    published: z.strictObject({ number: z.int(), at: instant, by: PersonRef }).nullable(),
  })
  .meta({ id: 'PolicyVersion' });
export type VersionWords = z.infer<typeof VersionView>;

export const VersionsView = z
  .strictObject({ items: z.array(VersionView), may: z.array(z.enum(['draft', 'publish', 'return'])).describe('What I may do somewhere') })
  .meta({ id: 'PolicyVersions' });
export type VersionsWords = z.infer<typeof VersionsView>;

export const VersionSheet = VersionView.extend({
  files: z.record(z.string(), z.string()),
  changed: z.array(z.string()).describe('Files that differ from the version in force'),
  lint: LintView,
}).meta({ id: 'PolicyVersionSheet' });
export type VersionSheetWords = z.infer<typeof VersionSheet>;

const ruleChange = z.strictObject({
  what: z.enum(['rule-added', 'rule-removed', 'rule-changed', 'separation-added', 'separation-removed']),
  rule: z.strictObject(words),
  was: z.array(z.strictObject(words)).describe('The conditions that were asked and are no more'),
  is: z.array(z.strictObject(words)).describe('Those that are asked from now on'),
});
const counted = z.strictObject({ people: z.int(), some: z.array(PersonRef) });
export const DryRunView = z
  .strictObject({
    differences: z.array(
      z.strictObject({
        ...{ role: z.string(), type: z.string(), action: z.string(), change: z.enum(['gains', 'loses']), example: z.string() },
        from: z.array(ruleChange).describe('What was written that makes the difference'),
      }),
    ),
    gain: counted,
    lose: counted,
    refused: z.strictObject({ looked: z.int(), differ: z.int(), days: z.int() }),
  })
  .meta({ id: 'PolicyDryRun' });
export type DryRunWords = z.infer<typeof DryRunView>;

export const PublicationView = z.strictObject({ number: z.int(), version: z.string(), at: instant }).meta({ id: 'PolicyPublication' });

const rule = z.strictObject({
  ...cited,
  roles: z.array(z.string()),
  actions: z.array(z.string()),
  type: z.string(),
  fields: z.array(z.string()).nullable(),
  assurance: z.int().nullable(),
  where: z.array(z.strictObject(words)).describe('The condition, as sentences that must all hold'),
  organisation: z.string().nullable(),
});

export const PolicyPage = z
  .strictObject({
    version: z.string(),
    portals: z.array(z.strictObject({ id: z.string(), name: z.string() })).describe('What the portals it speaks of are called'),
    roles: z.array(
      z.strictObject({
        id: z.string(),
        portal: z.string().nullable(),
        ...words,
        implied: z.enum(['account', 'membership']).nullable(),
        grantedBy: z.array(z.string()),
        approvedBy: z.array(z.string()),
        maxDays: z.int().nullable(),
        fourEyes: z.boolean(),
        requestable: z.boolean(),
        designated: z.boolean(),
        keepOne: z.boolean(),
        assurance: z.int().nullable(),
        elevation: z.strictObject({ minutes: z.int(), assurance: z.int(), approved: z.boolean() }).nullable(),
      }),
    ),
    types: z.array(
      z.strictObject({
        id: z.string(),
        portal: z.string().nullable(),
        ...words,
        actions: z.array(z.strictObject({ id: z.string(), ...words })),
        fields: z.array(z.strictObject({ id: z.string(), ...words })),
        engagements: z.boolean().describe('Its portal declares who takes part in what'),
        breakGlass: z
          .strictObject({
            roles: z.array(z.string()),
            actions: z.array(z.string()),
            motives: z.array(z.strictObject(words)),
            minutes: z.int(),
            reviewDays: z.int(),
          })
          .nullable(),
      }),
    ),
    rules: z.array(rule),
    separations: z.array(rule),
    apart: z.array(z.strictObject({ ...cited, roles: z.array(z.string()) })),
  })
  .meta({ id: 'PolicyPage' }); // prettier-ignore
export type PolicyPageWords = z.infer<typeof PolicyPage>;
