/**
 * Levels of authentication a portal may ask for, lowest first, as Pro Santé Connect names them.
 *
 * @fr niveau d'authentification
 */
export const ACR = ['eidas1', 'eidas2', 'eidas3'] as const;
export type Acr = (typeof ACR)[number];

/** Whether a level reached is at least the level wanted; a level nobody knows reaches nothing. */
export function reaches(reached: string | undefined, wanted: Acr): boolean {
  return ACR.indexOf(reached as Acr) >= ACR.indexOf(wanted);
}

/** The lowest of the levels a request names, or undefined when it names none we know. */
export function lowestOf(values: readonly string[]): Acr | undefined {
  return ACR.find((each) => values.includes(each));
}
