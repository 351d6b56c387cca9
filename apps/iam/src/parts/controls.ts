import { ProveOtp, ProveRecoveryCode, type ControlProver, type SignInWithPassword, type TypedControl } from '@habilis/credentials';
import { PgKnownPeople, PgRecoveryCodes, PgTotpSeeds } from '@habilis/credentials/pg';
import type { Ground } from './ground.ts';

/** Nobody's account: a stranger's proof is compared with it, so that it takes the time that anyone's does. */
const NOBODY = 'acc-nobody';

/** Whose a proof is that someone types without signing in. */
export function wireControls(
  { db, sealer, clock, env }: Ground,
  signInWithPassword: SignInWithPassword,
): Readonly<Record<TypedControl, ControlProver>> {
  const people = new PgKnownPeople(db);
  const otp = new ProveOtp(new PgTotpSeeds(db, sealer, clock), clock);
  const recovery = new ProveRecoveryCode(new PgRecoveryCodes(db, clock), env.HABILIS_PEPPER);
  const named = async (name: string, prove: (account: string) => Promise<unknown>) => {
    const account = (await people.one(name)) ?? NOBODY;
    await prove(account);
    return account;
  };
  return {
    password: async (identifier, password) => (await signInWithPassword.run({ identifier, password })).account,
    otp: (name, code) => named(name, (account) => otp.run(account, code)),
    recovery: (name, code) => named(name, (account) => recovery.run(account, code)),
  };
}
