import { z } from 'zod';

const structure = z.strictObject({
  id: z.string().regex(/^org-[a-z0-9-]+$/).describe('Stable id; never reused for another structure'), // prettier-ignore
  name: z.string().min(1).max(200).describe('As people call it'),
  finess: z.string().regex(/^[0-9AB]{9}$/).optional().describe('FINESS of the establishment'), // prettier-ignore
  siret: z.string().regex(/^\d{14}$/).optional().describe('SIRET of the establishment'), // prettier-ignore
});

/**
 * A file of `config/organisations/`: a community, named by its file, with the structures that make it up.
 *
 * @fr communauté et ses structures membres
 */
export const organisationSettings = z.strictObject({
  name: z.string().min(1).max(200).describe('As people call it'),
  finess: structure.shape.finess,
  siret: structure.shape.siret,
  contact: z
    .strictObject({
      email: z.email().describe('Where people write for help'),
      phone: z.string().max(40).optional().describe('Where people call'),
    })
    .describe('Whom people ask when a door is shut'),
  structures: z.array(structure).default([]).describe('Practices, health centres and other members'),
});
export type OrganisationSettings = z.infer<typeof organisationSettings>;

/** A community, or one of its structures. */
export interface Organisation {
  readonly id: string;
  readonly kind: 'community' | 'structure';
  /** The community it belongs to; null for a community. */
  readonly parent: string | null;
  readonly name: string;
  readonly finess: string | null;
  readonly siret: string | null;
}

/** Every organisation of the files, communities before their structures. */
export function organisationsOf(files: ReadonlyMap<string, OrganisationSettings>): Organisation[] {
  return [...files].flatMap(([id, file]) => [
    { id, kind: 'community' as const, parent: null, name: file.name, finess: file.finess ?? null, siret: file.siret ?? null },
    ...file.structures.map((each) => ({
      id: each.id,
      kind: 'structure' as const,
      parent: id,
      name: each.name,
      finess: each.finess ?? null,
      siret: each.siret ?? null,
    })),
  ]);
}
