import { z } from 'zod';

/** A JSON pointer (RFC 6901) into the claims; the empty pointer is all of them. */
const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, 'pointeur JSON attendu, tel que /given_name');

/** `trusted`: the upstream verified it. `display`: shown to people, never used to recognise anyone. */
const trust = z.enum(['trusted', 'display']);

const nationalId = z.strictObject({
  at: pointer.describe('where the national identifier is'),
  form: z.enum(['subject-name-id', 'rpps']).describe('with its type prefix, as PSC writes it, or a bare RPPS number'),
  trust: trust.describe('only a trusted one may recognise an account'),
  required: z.boolean().describe('whether someone without one is refused'),
  sandbox: z.boolean().default(false).describe('accept the identifiers of the EDIT sandbox, which have neither prefix nor key'),
});

const pscProfessional = z.strictObject({
  form: z.literal('psc').describe('SubjectRefPro and its neighbours, in any of the three shapes seen over the years'),
});

const flatProfessional = z.strictObject({
  form: z.literal('flat').describe('one profession and a list of structures'),
  profession: pointer.optional().describe('TRE_G15 code'),
  structures: pointer.optional().describe('list of structures'),
  structureId: z.string().default('id').describe('key of the identifier in each structure'),
  structureName: z.string().default('name').describe('key of the name in each structure'),
});

/** Where each claim is. An e-mail is for display only, in every upstream: it never links accounts. */
export const claimsSettings = z.strictObject({
  givenName: pointer.describe('first names'),
  familyName: pointer.describe('family name'),
  email: pointer.optional().describe('shown, never verified, never a link'),
  nationalId: nationalId.optional().describe('RPPS, ADELI or a structure’s register'),
  otherIds: pointer.optional().describe('list of {identifiant, origine} the person was known by'),
  professional: z.discriminatedUnion('form', [pscProfessional, flatProfessional]).optional().describe('professions, places of work'),
});
export type ClaimsSettings = z.infer<typeof claimsSettings>;
