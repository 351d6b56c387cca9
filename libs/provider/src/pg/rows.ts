import type { StandingRow } from '@habilis/access/pg';
import type { ProfessionalProfile } from '@habilis/accounts';
import type { AdapterPayload } from 'oidc-provider';

/** What is known of a person, as its row says it. */
export interface PersonRow {
  readonly given: string;
  readonly family: string;
  readonly email: string | null;
  readonly nationalId: string | null;
  readonly profile: ProfessionalProfile | null;
  /** Null, as the two above, where only the person's own row was asked for. */
  readonly organisations: readonly { id: string; name: string }[] | null;
}

/** A record as its row keeps it. Instants are seconds since 1970, as the engine counts. */
export interface StoredRow {
  readonly id: string;
  readonly model: string;
  readonly payload: AdapterPayload;
  readonly sealed: string | null;
  readonly ended: boolean;
  readonly consumed: number | null;
  readonly expires: number;
}

/** A record with the standing of its person; null when it is nobody's. */
export interface Row extends StoredRow {
  readonly standing: StandingRow | null;
}

/** What one reading brings: the record, its grant, its session, and its person where claims are told. */
export interface FoundRow extends Row {
  readonly grant: StoredRow | null;
  readonly session: StoredRow | null;
  /** Only where the reading is about to be told: at userinfo. */
  readonly person?: PersonRow | null;
}
