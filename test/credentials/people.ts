import {
  EnrolPasskey,
  EnrolTotp,
  MakeRecoveryCodes,
  ProveOtp,
  ProvePasskey,
  ProveRecoveryCode,
  relyingPartyOf,
  RemoveFactor,
  RenameFactor,
  Requirements,
  type Acr,
  type Factor,
  type Proven,
} from '@habilis/credentials';
import { PgChallenges, PgEnrolments, PgFactors, PgHolders, PgPasskeyKeys, PgRecoveryCodes, PgTotpSeeds } from '@habilis/credentials/pg';
import { Sealer, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { SoftAuthenticator } from '@habilis/test/authenticator';
import { freshDatabase } from '@habilis/test/database';
import { generateSync } from 'otplib';

export const ORIGIN = 'https://habilis.example';
/** Nobody is slowed down here: how often one may try is tested where it is counted. */
const unlimited = { code: async () => ({ caught: [], forgive: async () => undefined }) };
const PEPPER = 'a pepper of at least thirty-two characters, for tests';

/** Nobody is asked for anything, but those that a test names. */
class Asked extends Requirements {
  readonly levels = new Map<string, Acr>();
  readonly local = new Set<string>();
  override async of(account: string) {
    return this.levels.get(account);
  }
  override async keepsOne(account: string) {
    return this.local.has(account);
  }
}

/** One replica: everything built anew on the same database. */
function replica(db: Database, clock: FixedClock, requirements: Requirements) {
  const sealer = new Sealer([['k1', 'a sealing key of at least thirty-two characters']]);
  const [factors, keys, challenges, holders] = [new PgFactors(db, sealer), new PgPasskeyKeys(db, clock), new PgChallenges(db, clock), new PgHolders(db)]; // prettier-ignore
  const codes = new PgRecoveryCodes(db, clock);
  const rp = relyingPartyOf(new URL(ORIGIN), 'Habilis');
  return {
    factors,
    enrolTotp: new EnrolTotp(factors, new PgEnrolments(db, sealer, clock), holders, 'Habilis', clock),
    enrolPasskey: new EnrolPasskey(factors, keys, challenges, holders, rp, clock),
    makeCodes: new MakeRecoveryCodes(factors, codes, PEPPER, clock),
    proveOtp: new ProveOtp(new PgTotpSeeds(db, sealer, clock), clock, unlimited),
    provePasskey: new ProvePasskey(factors, keys, challenges, rp, clock),
    proveCode: new ProveRecoveryCode(codes, PEPPER, unlimited),
    rename: new RenameFactor(factors, clock),
    remove: new RemoveFactor(factors, requirements, clock),
  };
}

/** A database, a clock, two replicas, and people with things to hold. */
export async function openPlace() {
  const db = await freshDatabase();
  const clock = new FixedClock();
  const requirements = new Asked();
  const [here, there] = [replica(db, clock, requirements), replica(db, clock, requirements)];
  const insert = sql('test.account', `insert into account (id, stage, given_name, family_name, created_at) values ($1, 'open', 'Claire', 'Martin', now())`); // prettier-ignore
  const facts = sql('test.facts', 'select what, why, by_id as by, details from fact where on_id = $1 order by seq');
  let people = 0;
  return {
    ...{ db, clock, here, there, requirements },
    /** Someone who has just proved who they are, at the highest of our levels. */
    async someone(): Promise<Proven> {
      const account = `acc-${++people}`;
      await db.query(insert, [account]);
      return { account, acr: 'urn:habilis:acr:phishing-resistant', at: clock.now() };
    },
    /** An application of codes that the person has enrolled. */
    async withTotp(proven: Proven): Promise<{ factor: Factor; code: (inSeconds?: number) => string }> {
      const { secret } = await here.enrolTotp.begin(proven, 'browser');
      const code = (inSeconds = 0) => generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) + inSeconds });
      const factor = await here.enrolTotp.confirm(proven, 'browser', { code: code(), name: 'Téléphone' });
      clock.advance(60_000);
      return { factor, code };
    },
    async withPasskey(proven: Proven, device = new SoftAuthenticator(ORIGIN)): Promise<{ factor: Factor; device: SoftAuthenticator }> {
      const options = await here.enrolPasskey.begin(proven, 'browser');
      const factor = await here.enrolPasskey.confirm(proven, 'browser', { response: device.create(options), name: 'Ordinateur' });
      return { factor, device };
    },
    facts: (account: string) => db.query<{ what: string; why: string; by: string; details: Record<string, unknown> }>(facts, [account]),
    close: () => db.close(),
  };
}
export type Place = Awaited<ReturnType<typeof openPlace>>;
