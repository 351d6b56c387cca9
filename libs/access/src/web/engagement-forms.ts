import { z } from 'zod';
import { MOST_ENGAGEMENTS, type Telling } from '../engagement/keep-engagements.ts';

const name = z.string().min(1).max(100);
const id = z.string().min(1).max(300);
const key = z.string().min(1).max(200).describe('The name that your portal gives this engagement; the same one changes it');
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const engagement = {
  subject: z.strictObject({ type: z.literal('person'), id: id.describe('The `sub` under which this portal knows the person') }),
  resource: z
    .strictObject({
      type: name,
      id,
      searchable: z.boolean().default(false).describe('Also keep the id sealed, so that searches can give it back to your portal'),
    })
    .describe('What they take part in; the id is kept as a keyed hash'),
  purpose: name.describe('One of the purposes of your policy'),
  from: instant.optional().describe('Absent: as it was, or from now on'),
  until: instant.nullable().optional().describe('The first instant without it; null or absent: until withdrawn'),
};

/** One engagement, named by its address. */
export const EngagementForm = z.strictObject(engagement).meta({ id: 'Engagement' });
export type EngagementForm = z.infer<typeof EngagementForm>;

const Item = z.union([z.strictObject({ key, withdrawn: z.literal(true) }), z.strictObject({ key, ...engagement })]);

/** Up to ten thousand at once, each told or withdrawn. */
export const EngagementsForm = z.strictObject({ engagements: z.array(Item).min(1).max(MOST_ENGAGEMENTS) }).meta({ id: 'Engagements' });
export type EngagementsForm = z.infer<typeof EngagementsForm>;

export const engagementKey = key;

const keys = z.array(z.string());
export const KeptView = z
  .strictObject({
    created: z.int(),
    changed: z.int(),
    withdrawn: z.int(),
    unchanged: z.int(),
    unknown: keys.describe('Keys whose person has no account here; nothing was done for them'),
  })
  .meta({ id: 'EngagementsKept' });
export type KeptView = z.infer<typeof KeptView>;

export const EngagementView = z
  .strictObject({ key: z.string(), state: z.enum(['created', 'changed', 'withdrawn', 'unchanged']) })
  .meta({ id: 'EngagementKept' });
export type EngagementView = z.infer<typeof EngagementView>;

export function toTelling(key: string, { subject, resource, purpose, from, until }: EngagementForm): Telling {
  return {
    key,
    subject: subject.id,
    type: resource.type,
    thing: resource.id,
    searchable: resource.searchable,
    purpose,
    from: from ?? null,
    until: until ?? null,
  };
}

export const toTellings = ({ engagements }: EngagementsForm): Telling[] =>
  engagements.map((each) => ('withdrawn' in each ? each : toTelling(each.key, each)));
