import type { StandingRow } from '@habilis/access/pg';
import type { AdapterPayload } from 'oidc-provider';

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

/** What one reading brings: the record, its grant and its session. */
export interface FoundRow extends Row {
  readonly grant: StoredRow | null;
  readonly session: StoredRow | null;
}
