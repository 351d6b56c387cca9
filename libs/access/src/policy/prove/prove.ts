import type { WrittenPolicy } from '../read-policy.ts';
import type { Finding, Prover } from './finding.ts';
import { brokenSeparations, escalations, unreachable } from './prove-roles.ts';
import { alwaysDenied, contradictions, covered, idleSeparations } from './prove-rules.ts';

const PROVERS: readonly Prover[] = [contradictions, alwaysDenied, unreachable, covered, idleSeparations, brokenSeparations, escalations];

/** All that can be proved of a policy, what blocks it first. */
export function prove(written: WrittenPolicy): Finding[] {
  return PROVERS.flatMap((each) => each(written)).sort((one, other) => Number(other.blocks) - Number(one.blocks));
}
