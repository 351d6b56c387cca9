import type { PipeTransform } from '@nestjs/common';
import { Refusal } from '@habilis/kernel';
import type { z } from 'zod';

const LISTED = 10;

/**
 * Lets in only what has the shape of the schema: `@Body(shaped(Form)) form: z.infer<typeof Form>`.
 *
 * Schemas are strict objects: an unknown field is refused like a wrong one, so that a misspelt field never passes for an
 * absent one.
 *
 * @throws Refusal `request.malformed` (invalid), with the paths of the fields and why each is refused, never their values
 */
export function shaped<T>(schema: z.ZodType<T>): PipeTransform<unknown, Promise<T>> & { readonly schema: z.ZodType<T> } {
  // The schema stays on the pipe: the API's document is made of it.
  return { schema, transform: (value) => shape(schema, value) };
}

/** The same, outside a controller. */
export async function shape<T>(schema: z.ZodType<T>, value: unknown): Promise<T> {
  // PostgreSQL cannot hold the character, so it would come back as a defect.
  if (hasNul(value)) throw malformed([['', 'nul_character']]);
  // No schema waits for anything: asked at once, zod goes the way that it compiles, a third of the time for a list of questions.
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw malformed(result.error.issues.flatMap(faults));
}

type Fault = readonly [path: string, reason: string];

export function malformed(found: readonly Fault[]): Refusal {
  const shown = found.slice(0, LISTED);
  const list = (pick: (fault: Fault) => string) => shown.map(pick).join(', ');
  return new Refusal('request.malformed', 'invalid', { fields: list(([path]) => path || '(body)'), reasons: list(([, reason]) => reason) });
}

function faults(issue: z.core.$ZodIssue): Fault[] {
  const at = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [[plain(at), issue.code]];
  return issue.keys.map((key) => [plain([...at, key]), issue.code]);
}

/** Names of unknown fields are the sender's words: they are repeated only as far as they look like names. */
const plain = (path: string[]) => path.map((part) => part.replace(/[^\w-]/g, '?').slice(0, 60)).join('.');

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  for (const key of Object.keys(value)) if (key.includes('\0') || hasNul((value as Record<string, unknown>)[key])) return true;
  return false;
}
