import { SettingsError, type Problem } from '@habilis/settings';
import type { Finding } from './prove/finding.ts';
import { prove } from './prove/prove.ts';
import { readPolicy, type PolicyTexts, type WrittenPolicy } from './read-policy.ts';
import { runCases, type CaseRun } from './run-cases.ts';

/** All that can be said of policy files before anyone lives under them. */
export interface Lint {
  /** What keeps it from being a policy at all. */
  readonly problems: readonly Problem[];
  readonly cases: readonly CaseRun[];
  readonly findings: readonly Finding[];
  /** Whether it may be published: it compiles, its cases answer as they should, nothing that was proved stands against it. */
  readonly sound: boolean;
  /** Null when there are problems. */
  readonly written: WrittenPolicy | null;
}

/** Reads the files, compiles them, runs their cases, proves what can be proved. */
export function lintPolicy(texts: PolicyTexts, where?: (file: string) => string): Lint {
  try {
    const written = readPolicy(texts, where);
    const cases = runCases(written);
    const findings = prove(written);
    const sound = cases.every(({ wrong }) => wrong === null) && findings.every(({ blocks }) => !blocks);
    return { problems: [], cases, findings, sound, written };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { problems: error.problems, cases: [], findings: [], sound: false, written: null };
  }
}
