import { SettingsError, type Problem } from '@habilis/settings';
import { z } from 'zod';

const ID = /^org-[a-z0-9-]{1,60}$/;

const structure = z.strictObject({
  id: z.string().regex(ID).describe('Stable id; never reused for another structure'), // prettier-ignore
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

/**
 * Every organisation of the files, communities before their structures.
 *
 * @throws SettingsError for a file whose name is not an id, and for an id that two of them claim
 */
export function organisationsOf(files: ReadonlyMap<string, OrganisationSettings>): Organisation[] {
  const all = [...files].flatMap(([id, { structures, ...file }]) => [
    asOrganisation(id, 'community', null, file),
    ...structures.map((each) => asOrganisation(each.id, 'structure', id, each)),
  ]);
  const problems = all.flatMap((each, i) => wrongWith(each, all.slice(0, i)) ?? []);
  if (problems.length > 0) throw new SettingsError(problems);
  return all;
}

function asOrganisation(
  id: string,
  kind: Organisation['kind'],
  parent: string | null,
  file: Pick<OrganisationSettings, 'name' | 'finess' | 'siret'>,
): Organisation {
  return { id, kind, parent, name: file.name, finess: file.finess ?? null, siret: file.siret ?? null };
}

function wrongWith({ id, parent }: Organisation, before: readonly Organisation[]): Problem | undefined {
  const where = `config/organisations/${parent ?? id}.yaml`;
  const twice = before.some((each) => each.id === id);
  if (twice)
    return {
      where,
      line: null,
      path: id,
      wrong: `l’identifiant ${id} est déjà pris`,
      mend: 'Donnez à chaque organisation un identifiant à elle.',
    };
  if (ID.test(id)) return undefined;
  return {
    where,
    line: null,
    path: '',
    wrong: 'le nom du fichier n’est pas un identifiant',
    mend: 'Nommez-le org-, puis des lettres minuscules, des chiffres et des tirets.',
  };
}
