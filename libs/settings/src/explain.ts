import { z } from 'zod';

type Path = readonly PropertyKey[];
interface Explanation {
  readonly path: Path;
  readonly wrong: string;
  readonly mend: string;
}

interface Described {
  readonly description?: string;
  readonly properties?: Record<string, Described>;
  readonly additionalProperties?: Described | boolean;
  readonly items?: Described;
  readonly anyOf?: Described[];
  readonly oneOf?: Described[];
  readonly allOf?: Described[];
}

/**
 * What is wrong, for someone who does not know the schema: which keys exist, what the field is for.
 *
 * A union is explained by the branch that comes nearest, because « invalid input » helps nobody.
 */
export function explain(issue: z.core.$ZodIssue, schema: z.ZodType): Explanation[] {
  const parts = leaves(issue);
  return parts.map((leaf) => {
    const described = describedAt(schema, leaf.path);
    const meaning = described.map(({ description }) => description).find(Boolean);
    return { path: leaf.path, wrong: leaf.message, mend: mend(leaf, described, meaning) };
  });
}

/** `clients[0].name` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`), '');
}

type Leaf = z.core.$ZodIssue & { path: PropertyKey[] };

function leaves(issue: z.core.$ZodIssue): Leaf[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ ...issue, message: `clé inconnue « ${key} »`, path: [...issue.path, key] }));
  }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const nearest = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]!;
  return nearest.flatMap(leaves).map((leaf) => ({ ...leaf, path: [...issue.path, ...leaf.path] }));
}

const depth = (issues: z.core.$ZodIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length));

function mend(leaf: Leaf, described: readonly Described[], meaning: string | undefined): string {
  if (leaf.code === 'unrecognized_keys') {
    const known = described.flatMap(({ properties }) => Object.keys(properties ?? {}));
    return `Retirez-la ou corrigez son nom${known.length > 0 ? ` ; clés possibles : ${[...new Set(known)].join(', ')}` : ''}.`;
  }
  const missing = leaf.code === 'invalid_type' && leaf.input === undefined;
  return `${missing ? 'Ajoutez' : 'Corrigez'} « ${pathText(leaf.path) || 'le fichier'} »${meaning ? ` : ${meaning}` : '.'}`;
}

/** The descriptions that lie at a path; for a key that does not exist, those of the thing that should not hold it. */
function describedAt(schema: z.ZodType, path: Path): Described[] {
  let here = alternatives(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described);
  for (const part of path) {
    const next = here.flatMap((each) => below(each, part)).flatMap(alternatives);
    if (next.length === 0) return here;
    here = next;
  }
  return here;
}

function below(described: Described, part: PropertyKey): Described[] {
  const inside = typeof part === 'number' ? described.items : (described.properties?.[String(part)] ?? described.additionalProperties);
  return inside && typeof inside === 'object' ? [inside] : [];
}

function alternatives(described: Described): Described[] {
  return [described, ...[...(described.anyOf ?? []), ...(described.oneOf ?? []), ...(described.allOf ?? [])].flatMap(alternatives)];
}
