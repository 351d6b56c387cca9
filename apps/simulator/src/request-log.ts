import type { Hop } from './faults.ts';

/** One request received: no query, no body, no token. */
interface LoggedRequest {
  readonly at: string;
  readonly hop: Hop;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly persona?: string | undefined;
}

const KEPT = 5_000;

/** What reached an upstream, so that a test can say "exactly one JWKS was fetched". */
export class RequestLog {
  private readonly requests: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    if (this.requests.push(request) > KEPT) this.requests.shift();
  }

  clear(): void {
    this.requests.length = 0;
  }

  get counts(): Partial<Record<Hop, number>> {
    const counts: Partial<Record<Hop, number>> = {};
    for (const { hop } of this.requests) counts[hop] = (counts[hop] ?? 0) + 1;
    return counts;
  }

  get all(): readonly LoggedRequest[] {
    return this.requests;
  }
}
