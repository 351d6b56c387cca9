import {
  ProveOtp,
  ProveRecoveryCode,
  SignInWithPassword,
  Throttle,
  type ControlProver,
  type Hasher,
  type Passwords,
  type TypedControl,
} from '@habilis/credentials';
import { PgFailedGuesses, PgKnownPeople, PgRecoveryCodes, PgTallies, PgTotpSeeds } from '@habilis/credentials/pg';
import type { Ground } from './ground.ts';

/** Nobody's account, one for each name: a stranger's proof is compared with it, so that it takes the time that anyone's does. */
const nobody = (name: string) => `acc-nobody ${name}`;

/**
 * Whose a proof is that someone types without signing in.
 *
 * Counted apart from sign-ins: whoever guesses here uses up nobody's tries there.
 */
export function wireControls(
  { db, sealer, clock, env }: Ground,
  { passwords, hasher }: { passwords: Passwords; hasher: Hasher },
): Readonly<Record<TypedControl, ControlProver>> {
  const people = new PgKnownPeople(db);
  const throttle = new Throttle(new PgTallies(db, clock), `${env.HABILIS_PEPPER} without signing in`);
  const byPassword = new SignInWithPassword(passwords, hasher, throttle, new PgFailedGuesses(db, clock));
  const otp = new ProveOtp(new PgTotpSeeds(db, sealer, clock), clock, throttle);
  const recovery = new ProveRecoveryCode(new PgRecoveryCodes(db, clock), env.HABILIS_PEPPER, throttle);
  const named = async (name: string, prove: (account: string) => Promise<unknown>) => {
    const account = (await people.one(name)) ?? nobody(name);
    await prove(account);
    return account;
  };
  return {
    password: async (identifier, password) =>
      (await byPassword.run({ identifier, password, address: identifier, browser: undefined })).account,
    otp: (name, code) => named(name, (account) => otp.run(account, code)),
    recovery: (name, code) => named(name, (account) => recovery.run(account, code)),
  };
}
