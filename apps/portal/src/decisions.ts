import * as oidc from 'openid-client';
import type { PatientFile, Purpose } from './files.ts';
import type { Habilis } from './habilis.ts';
import type { Person } from './sessions.ts';

export interface Decision {
  readonly allowed: boolean;
  /** In French, for the person; absent when allowed. */
  readonly reason?: string;
}

/**
 * Asks Habilis whether people may do things to files, by OpenID AuthZEN.
 *
 * The portal asks in its own name, with a token of its own (client credentials, scope `access:evaluate`), about a person
 * whom it names by their `sub`. It decides nothing itself and keeps no answer: access can be withdrawn at any moment.
 */
export class Decisions {
  #token: { value: string; until: number } | undefined;
  /** `sub` of the people who have come in, by national identifier: care teams are declared by the latter, asked by the former. */
  readonly #subs = new Map<string, string>();

  constructor(private readonly habilis: Habilis) {}

  meet({ sub, claims }: Person): void {
    const nationalId = claims['national_id'];
    if (typeof nationalId === 'string') this.#subs.set(nationalId, sub);
  }

  /** One question about many files; the answers come in the same order. */
  async askAll({ sub }: Person, action: string, files: readonly PatientFile[], purpose: Purpose): Promise<Decision[]> {
    const config = await this.habilis.discovered();
    const question = {
      subject: { type: 'person', id: sub },
      action: { name: action },
      context: { purpose },
      evaluations: files.map((file) => ({ resource: { type: 'PatientFile', id: file.id, properties: this.#attributes(file) } })),
    };
    const { evaluations = [] } = await this.#post(config, question);
    // An answer that is missing or strange is a refusal: only a clear yes opens a file.
    return files.map((_, at) => read(evaluations[at]));
  }

  async #post(config: oidc.Configuration, question: object): Promise<{ evaluations?: (Answer | null)[] }> {
    const address = new URL('/access/v1/evaluations', config.serverMetadata().issuer);
    const headers = new Headers({ 'content-type': 'application/json', 'accept-language': 'fr' });
    const token = await this.#machineToken(config);
    const response = await oidc
      .fetchProtectedResource(config, token, address, 'POST', JSON.stringify(question), headers)
      .catch((error: unknown) => {
        // Perhaps the token was withdrawn: the next question brings a new one.
        this.#token = undefined;
        throw error;
      });
    if (!response.ok) throw new Error(`the question was answered ${response.status}`);
    return (await response.json()) as { evaluations?: (Answer | null)[] };
  }

  #attributes({ structure, careTeam, careFrom, careUntil, patientId }: PatientFile) {
    const patient = patientId && this.#subs.get(patientId);
    const known = careTeam.map((each) => this.#subs.get(each)).filter((each) => each !== undefined);
    return { structure, careTeam: known, careFrom, ...(careUntil && { careUntil }), ...(patient && { patient }) };
  }

  /** Kept until shortly before it ends, so that a page costs one call and not two. */
  async #machineToken(config: oidc.Configuration): Promise<string> {
    if (this.#token && this.#token.until > Date.now()) return this.#token.value;
    const { access_token: value, expires_in: seconds = 60 } = await oidc.clientCredentialsGrant(config, { scope: 'access:evaluate' });
    this.#token = { value, until: Date.now() + (seconds - 30) * 1000 };
    return value;
  }
}

interface Answer {
  readonly decision?: unknown;
  readonly context?: { readonly reason_user?: Readonly<Record<string, string>> };
}

function read(answer: Answer | null | undefined): Decision {
  if (answer?.decision === true) return { allowed: true };
  return { allowed: false, reason: answer?.context?.reason_user?.['fr'] ?? 'Le service n’a pas donné de motif.' };
}
