import { collecting, pathText, readYamlText, SettingsError, type Problem, type YamlText } from '@habilis/settings';
import { compilePolicy } from './language/compile-policy.ts';
import { PolicyDocument } from './language/policy-document.ts';
import type { Policy } from './language/policy.ts';

/** Policy files as they are written, by their names without extension. */
export type PolicyTexts = ReadonlyMap<string, string>;

/** A policy, with the files that it was compiled from. */
export interface WrittenPolicy {
  readonly policy: Policy;
  readonly documents: ReadonlyMap<string, PolicyDocument>;
  /** The line of a place in a file. */
  readonly lineOf: (file: string, path: readonly PropertyKey[]) => number | null;
}

/** Texts read lately. Checking a draft would otherwise read every file anew, and reading is nine tenths of checking. */
const LATELY = new Map<string, YamlText<PolicyDocument>>();
const KEPT = 12;

/** Reads one policy file by itself. @throws SettingsError with every problem of it */
export function readPolicyText(where: string, text: string): YamlText<PolicyDocument> {
  const read = LATELY.get(text) ?? readYamlText(where, text, PolicyDocument);
  LATELY.delete(text);
  LATELY.set(text, read);
  if (LATELY.size > KEPT) LATELY.delete(LATELY.keys().next().value!);
  return read;
}

/**
 * Reads and compiles policy files, all together.
 *
 * Nothing in them stands for a variable of the environment: a policy says the same wherever it is read.
 *
 * @param where how a file is named in what is said about it
 * @throws SettingsError with every problem of every file, and its line: nothing decides on half a policy
 */
export function readPolicy(texts: PolicyTexts, where = (file: string) => `${file}.yaml`): WrittenPolicy {
  const problems: Problem[] = [];
  const read = new Map<string, YamlText<PolicyDocument>>();
  for (const [file, text] of texts) {
    const found = collecting(problems, () => readPolicyText(where(file), text));
    if (found) read.set(file, found);
  }
  if (problems.length > 0) throw new SettingsError(problems);

  const documents = new Map([...read].map(([file, { value }]) => [file, value]));
  const lineOf = (file: string, path: readonly PropertyKey[]) => read.get(file)?.lineOf(path) ?? null;
  const found = compilePolicy(documents);
  if ('policy' in found) return { policy: found.policy, documents, lineOf };
  throw new SettingsError(
    found.flaws.map(({ file, path, wrong }) => ({
      where: where(file),
      line: lineOf(file, path),
      path: pathText(path),
      wrong,
      mend: 'Voir docs/policies.md.',
    })),
  );
}
