import {
  EnrolPasskey,
  EnrolTotp,
  Factors,
  MakeRecoveryCodes,
  ProveOtp,
  ProvePasskey,
  ProveRecoveryCode,
  relyingPartyOf,
  RemoveFactor,
  RenameFactor,
  Requirements,
  Throttle,
  type FactorSettings,
} from '@habilis/credentials';
import {
  PgChallenges,
  PgEnrolments,
  PgFactors,
  PgHolders,
  PgPasskeyKeys,
  PgRecoveryCodes,
  PgRequirements,
  PgTallies,
  PgTotpSeeds,
} from '@habilis/credentials/pg';
import {
  CodesController,
  EnrolAtSignInController,
  EnrolmentController,
  PasskeySignInController,
  SecondFactorController,
  SecondFactorPages,
  SecurityController,
} from '@habilis/credentials/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

/** As applications and devices show us. */
const NAME = 'Habilis';

/** Applications of codes, passkeys and recovery codes, and what is asked of whom. */
export function wireFactors(
  { db, sealer, clock, issuer, env, sentences }: Ground,
  settings: ReadonlyMap<string, FactorSettings | undefined>,
) {
  const rp = relyingPartyOf(issuer, NAME);
  const pepper = env.HABILIS_PEPPER;
  const [factors, keys, holders] = [new PgFactors(db, sealer), new PgPasskeyKeys(db, clock), new PgHolders(db)];
  const [enrolments, challenges, codes] = [
    new PgEnrolments(db, sealer, clock),
    new PgChallenges(db, clock),
    new PgRecoveryCodes(db, clock),
  ];
  const throttle = new Throttle(new PgTallies(db, clock), pepper);
  const requirements = new PgRequirements(db, settings, clock);
  return {
    factors,
    requirements,
    chores: [enrolments, challenges].map((store) => () => store.purge()),
    controllers: [
      SecurityController,
      EnrolmentController,
      CodesController,
      SecondFactorController,
      PasskeySignInController,
      EnrolAtSignInController,
    ],
    providers: [
      wired(SecondFactorPages, new SecondFactorPages(sentences)),
      wired(Factors, factors),
      wired(Requirements, requirements),
      wired(EnrolTotp, new EnrolTotp(factors, enrolments, holders, NAME, clock)),
      wired(EnrolPasskey, new EnrolPasskey(factors, keys, challenges, holders, rp, clock)),
      wired(MakeRecoveryCodes, new MakeRecoveryCodes(factors, codes, pepper, clock)),
      wired(ProveOtp, new ProveOtp(new PgTotpSeeds(db, sealer, clock), clock, throttle)),
      wired(ProvePasskey, new ProvePasskey(factors, keys, challenges, rp, clock)),
      wired(ProveRecoveryCode, new ProveRecoveryCode(codes, pepper, throttle)),
      wired(RenameFactor, new RenameFactor(factors, clock)),
      wired(RemoveFactor, new RemoveFactor(factors, requirements, clock)),
    ],
  };
}
