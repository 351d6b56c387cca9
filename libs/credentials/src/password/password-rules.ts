import { z } from 'zod';

/** Days, as people count them. */
const days = z.number().int().min(1).max(3_650);

/**
 * The section `passwords` of an organisation's file. Everything has a default; none asks for kinds of characters.
 *
 * History and periodic change are off unless written: CNIL and ANSSI advise against changing what nobody has seen, and
 * the page says so where an organisation turns it on.
 *
 * @fr règles de mot de passe
 */
export const passwordSettings = z.strictObject({
  minimumLength: z
    .strictObject({
      ordinary: z.number().int().min(8).max(64).default(12).describe('Code points, for everyone'),
      administrators: z.number().int().min(8).max(64).default(15).describe('Code points, for whoever holds a role of the console'),
    })
    .prefault({})
    .describe('Shortest password'),
  minimumBits: z
    .number()
    .int()
    .min(30)
    .max(100)
    .default(50)
    .describe('Guesses needed, as a power of two; measured, not counted by kinds of characters'),
  siteWords: z
    .array(z.string().min(3).max(60))
    .max(500)
    .default([])
    .describe('Words everyone there would try: the town, the building, the software'),
  history: z
    .strictObject({ last: z.number().int().min(1).max(24) })
    .optional()
    .describe('How many former passwords are refused; off when absent'),
  renewEvery: z.strictObject({ days }).optional().describe('How old a password may get; off when absent'),
  alone: z
    .strictObject({
      until: z.iso.date().describe('Last day of the exception, in Paris'),
      decidedBy: z.string().min(3).max(200).describe('Who decided it, and in which document'),
      minimumLength: z.number().int().min(15).max(64).default(15).describe('Shortest password of whoever has nothing else'),
    })
    .optional()
    .describe('Written exception by which a password is enough alone; there is none when absent'),
});
export type PasswordSettings = z.infer<typeof passwordSettings>;

/** What is asked of one person's password. */
export interface PasswordRules {
  readonly minimumLength: number;
  readonly minimumBits: number;
  readonly siteWords: readonly string[];
  /** Former passwords that are refused; none for 0. */
  readonly lastRefused: number;
  readonly renewEveryDays: number | null;
  /** Until when a password is enough alone; null for never. */
  readonly aloneUntil: string | null;
}

const DEFAULTS: PasswordSettings = passwordSettings.parse({});

/**
 * What is asked of someone who belongs to these organisations: of each rule, the strictest.
 *
 * A password is enough alone only where each of them says so, and until the first of their dates. Someone who belongs
 * nowhere is asked what everyone is.
 *
 * @param of the sections of their communities, without those that have none
 */
export function rulesFor(of: readonly (PasswordSettings | undefined)[], { administrator }: { administrator: boolean }): PasswordRules {
  const all = of.length === 0 ? [DEFAULTS] : of.map((each) => each ?? DEFAULTS);
  const strictest = (pick: (each: PasswordSettings) => number) => Math.max(...all.map(pick));
  const renewals = all.flatMap(({ renewEvery }) => renewEvery?.days ?? []);
  const alone = administrator ? [] : all.flatMap(({ alone }) => alone ?? []);
  const aloneUntil = alone.length === all.length ? alone.map(({ until }) => until).sort()[0]! : null;
  return {
    minimumLength: Math.max(
      strictest(({ minimumLength }) => (administrator ? minimumLength.administrators : minimumLength.ordinary)),
      ...(aloneUntil === null ? [] : alone.map(({ minimumLength }) => minimumLength)),
    ),
    minimumBits: strictest(({ minimumBits }) => minimumBits),
    siteWords: [...new Set(all.flatMap(({ siteWords }) => siteWords))],
    lastRefused: strictest(({ history }) => history?.last ?? 0),
    renewEveryDays: renewals.length > 0 ? Math.min(...renewals) : null,
    aloneUntil,
  };
}
