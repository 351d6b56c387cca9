import { Refusal } from '@habilis/kernel';
import type { Response } from 'express';
import type { OwnPages } from './own-pages.ts';

/**
 * Does what asks for a recent proof, or sends the person to give one and back to the page of the same act.
 *
 * @param place the page to come back to
 * @returns undefined when the person was sent away
 */
export async function orConfirm<T>(pages: OwnPages, response: Response, place: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'step-up.needed') throw error;
    const wanted = error.details['acr_values'];
    response.redirect(303, pages.confirmation(place, wanted === undefined ? undefined : String(wanted)));
    return undefined;
  }
}

/** The refusal that belongs on the form itself; anything else goes on. */
export function onForm(error: unknown, codes: readonly string[]): Refusal {
  if (error instanceof Refusal && codes.includes(error.code)) return error;
  throw error;
}
