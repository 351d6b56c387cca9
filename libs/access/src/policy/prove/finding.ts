import type { Policy, PolicyRole, PolicyRule } from '../language/policy.ts';
import type { WrittenPolicy } from '../read-policy.ts';

/** Something that can be proved of a policy without anyone living under it, with somebody it would happen to. */
export interface Finding {
  readonly kind: FindingKind;
  /** Whether it keeps the policy from being published; otherwise whoever publishes has been told. */
  readonly blocks: boolean;
  /** Where it is written. */
  readonly file: string;
  readonly line: number | null;
  /** The rule, the separation or the role. */
  readonly about: string;
  readonly fr: string;
  readonly en: string;
  readonly example: { readonly fr: string; readonly en: string };
}

export const FINDINGS = [
  'contradiction',
  'always-denied',
  'unreachable',
  'covered',
  'idle-separation',
  'breaks-separation',
  'escalation',
] as const;
export type FindingKind = (typeof FINDINGS)[number]; // prettier-ignore

/** A way of looking for findings. */
export type Prover = (written: WrittenPolicy) => Finding[];

/** Every rule once, in the order of the files. */
export function rulesOf({ roles }: Policy): PolicyRule[] {
  return [...new Map([...roles.values()].flatMap(({ rules }) => rules).map((each) => [each.id, each])).values()];
}

type Part = 'rules' | 'separations' | 'apart';

/** The file and the line of something cited. */
export function placeOf({ documents, lineOf }: WrittenPolicy, cited: string, part: Part): { file: string; line: number | null } {
  const [file = '', id] = cited.split('/');
  const index = documents.get(file)?.[part].findIndex((each) => each.id === id) ?? -1;
  return { file, line: index < 0 ? null : lineOf(file, [part, index]) };
}

/** The file and the line of a role. */
export function placeOfRole({ documents, lineOf }: WrittenPolicy, { name, portal }: PolicyRole): { file: string; line: number | null } {
  const short = portal === null ? name : name.slice(portal.length + 1);
  for (const [file, document] of documents) {
    if ((document.portal ?? null) === portal && Object.hasOwn(document.roles, short)) return { file, line: lineOf(file, ['roles', short]) };
  }
  return { file: '', line: null };
}

/** A world in words: what is so of the person, of the thing, of the moment. */
export function inWords(world: ReadonlyMap<string, unknown>): string {
  return [...world].map(([name, value]) => `${name} = ${shown(name, value)}`).join(' ; ');
}

function shown(name: string, value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (typeof value === 'number' && value > 1e11) return new Date(value).toISOString();
  return value === undefined ? `${name} ?` : String(value);
}
