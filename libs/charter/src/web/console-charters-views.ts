import { ONE_LINE } from '@habilis/kernel';
import { z } from 'zod';

const instant = z.iso.datetime().describe('An instant, ISO 8601 in UTC');

export const organisationId = z.string().regex(/^org-[a-z0-9-]{1,60}$/);
export const versionNumber = z.coerce.number().int().min(1).max(99_999);

const about = {
  version: z.int(),
  title: z.string(),
  effectiveAt: instant,
  publishedAt: instant,
  sha256: z.string().describe('Of title and text'),
};

/** One version of a charter, and what people answered to it. */
export const CharterVersionView = z
  .strictObject({
    ...about,
    state: z.enum(['coming', 'in-force', 'replaced']),
    accepted: z.int().describe('People who accepted it'),
    refused: z.int().describe('People who refused it, and have not accepted it since'),
  })
  .meta({ id: 'CharterVersion' });

/** The charter of one organisation, counted. @fr charte d'une organisation */
export const CharterView = z
  .strictObject({
    organisation: z.string(),
    members: z.int().describe('People who have a place there now'),
    owing: z.int().describe('Those of them who owe an answer to the version in force'),
    versions: z.array(CharterVersionView).describe('The latest first'),
  })
  .meta({ id: 'Charter' });
export const CharterList = z.strictObject({ items: z.array(CharterView) }).meta({ id: 'CharterList' });

export const CharterTextView = z
  .strictObject({ organisation: z.string(), ...about, body: z.string().describe('Markdown') })
  .meta({ id: 'CharterText' });

export const PublishQuery = z.strictObject({ preview: z.enum(['true', 'false']).default('false') });
export const PublishForm = z.strictObject({
  title: z.string().trim().min(1).max(200).regex(ONE_LINE),
  body: z.string().trim().min(1).max(40_000).describe('Markdown'),
  on: z.iso.date().nullable().describe('The first day it is owed, in Paris; null: now'),
  after: z.int().min(0).describe('The last version seen, 0 when there is none; a version published since answers 409 charter.published'),
});
export const PublishAnswer = z
  .strictObject({
    preview: z.boolean(),
    version: z.int().describe('The version published'),
    effectiveAt: instant,
    members: z.int().describe('People who will owe an answer'),
  })
  .meta({ id: 'PublishAnswer' });

export type CharterWords = z.infer<typeof CharterView>;
export type CharterVersionWords = z.infer<typeof CharterVersionView>;
export type CharterTextWords = z.infer<typeof CharterTextView>;
export type PublishAnswerWords = z.infer<typeof PublishAnswer>;
