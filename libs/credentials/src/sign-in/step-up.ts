import { Refusal } from '@habilis/kernel';
import { reaches, type Acr } from './assurance.ts';
import { works, type Factor } from '../factor/factor.ts';

/** Minutes for which a proof is good enough for a sensitive act. */
export const STEP_UP_MINUTES = 5;

/** Someone signed in: how surely, and when they last proved who they are. */
export interface Proven {
  readonly account: string;
  readonly acr: string | null;
  readonly at: Date;
}

/**
 * Lets a sensitive act through only right after a proof: whoever merely holds a session has none.
 *
 * @param wanted the level the proof has to be of
 * @throws Refusal `step-up.needed` (unauthenticated), with what to ask for
 * @source RFC9470
 */
export function mustBeFresh({ acr, at }: Pick<Proven, 'acr' | 'at'>, now: Date, wanted?: Acr): void {
  const fresh = now.getTime() - at.getTime() < STEP_UP_MINUTES * 60_000;
  if (fresh && (wanted === undefined || reaches(acr ?? undefined, wanted))) return;
  throw new Refusal('step-up.needed', 'unauthenticated', { ...(wanted && { acr_values: wanted }), max_age: STEP_UP_MINUTES * 60 });
}

/**
 * The level a person must have proved to touch what they prove themselves with.
 *
 * Whoever holds a second factor shows it: otherwise a password alone would be enough to put another in its place.
 */
export const levelToTouch = (factors: readonly Factor[]): Acr | undefined =>
  factors.some(works) ? 'urn:habilis:acr:two-factor' : undefined;
