import { generateSecret, generateURI, verifySync } from 'otplib';

/** Seconds a code lasts. */
const PERIOD = 30;

/** A seed of 160 bits, in base 32: the length RFC 4226 recommends. */
export const newSeed = (): string => generateSecret({ length: 20 });

/** What an application reads from the picture, or from the text beside it. */
export const seedAddress = (seed: string, issuer: string, label: string): string => generateURI({ issuer, label, secret: seed });

/** A seed as people copy it: in fours. */
export const seedInFours = (seed: string): string => seed.match(/.{1,4}/g)!.join(' ');

/**
 * The time step a code belongs to; undefined when it is none of the three around `now`.
 *
 * One step early or late is a telephone's clock. Whether the step was taken already is for the store to say, in one
 * statement: two requests may ask at once.
 */
export function stepOf(seed: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const verified = verifySync({ secret: seed, token, epoch, period: PERIOD, epochTolerance: PERIOD });
  return verified.valid ? Math.floor(epoch / PERIOD) + verified.delta : undefined;
}
