import type { Thing } from '@habilis/guard';
import type { PatientFile } from './files.ts';
import type { Person } from './sessions.ts';

/** Says of a file what deciding needs, and nothing about the patient: the attributes of `config/policies/dossiers.yaml`. */
export class CareTeams {
  /** `sub` of the people who have come in, by national identifier: care teams are declared by the latter, asked by the former. */
  readonly #subs = new Map<string, string>();

  meet({ sub, claims }: Person): void {
    const nationalId = claims['national_id'];
    if (typeof nationalId === 'string') this.#subs.set(nationalId, sub);
  }

  thing({ id, structure, careTeam, careFrom, careUntil, patientId }: PatientFile): Thing {
    const patient = patientId && this.#subs.get(patientId);
    const known = careTeam.map((each) => this.#subs.get(each)).filter((each) => each !== undefined);
    const properties = { structure, careTeam: known, careFrom, ...(careUntil && { careUntil }), ...(patient && { patient }) };
    return { type: 'PatientFile', id, properties };
  }
}
