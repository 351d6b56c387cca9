import { Refusal } from '@habilis/kernel';
import type { Request } from 'express';
import type { StateStore } from 'passport-openidconnect';
import type { Departure, Departures, LinkFor } from '../ports.ts';
import type { Upstream } from '../upstream.ts';

/** What people leave for besides signing in: adding a way in to their account, or showing who they are. */
export type Errand = 'link' | 'identify';

/** What a sign-in at an upstream starts with; put on the request by the guard, read by the strategy. */
export interface Leaving {
  readonly interaction: string | null;
  readonly link: LinkFor | null;
  readonly identifyFor: string | null;
  readonly browser: string;
  readonly fresh: boolean;
  readonly asksAgain: boolean;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** The departure being made, then the one that came back. */
      departure?: Departure;
      /** The sign-in a refusal leads back to, as soon as it is known. */
      interaction?: string;
      /** What they left for, when it is no sign-in: a refusal leads back there. */
      errand?: Errand;
    }
  }
}

/**
 * passport-openidconnect's state store, on departures.
 *
 * A state is good once, for ten minutes, for the upstream it was made for and in the browser that left; any number
 * of tabs may be away at once.
 */
export class DepartureStore implements StateStore {
  constructor(
    private readonly upstream: Upstream,
    private readonly departures: Departures,
    private readonly browserOf: (request: Request) => string | undefined,
  ) {}

  store(request: Request, _context: object, _appState: unknown, _meta: object, done: (error: Error | null, handle?: string) => void): void {
    const departure = request.departure!;
    this.departures.put(departure).then(() => done(null, departure.state), done);
  }

  /** Gives the departure as `appState`. @throws, through `done`, Refusal `upstream.state-unknown`, `-replayed`, `-of-another-browser` or `upstream.mixed-up` */
  verify(request: Request, handle: string, done: (error: Error | null, context?: object | false, appState?: unknown) => void): void {
    this.take(request, handle).then((departure) => done(null, {}, departure), done);
  }

  private async take(request: Request, state: string): Promise<Departure> {
    const found = await this.departures.take(state);
    if (!found) throw new Refusal('upstream.state-unknown', 'invalid');
    const browser = this.browserOf(request);
    if (found.kind === 'again') {
      // Only the browser that left is told where its sign-in goes on.
      if (found.browser === browser && found.interaction !== null) request.interaction = found.interaction;
      throw new Refusal('upstream.state-replayed', 'conflict');
    }
    const { departure } = found;
    if (departure.browser !== browser) throw new Refusal('upstream.state-of-another-browser', 'forbidden');
    if (departure.interaction !== null) request.interaction = departure.interaction;
    if (departure.link !== null) request.errand = 'link';
    if (departure.identifyFor !== null) request.errand = 'identify';
    if (departure.upstream !== this.upstream.id || departure.issuer !== this.upstream.settings.issuer) {
      throw new Refusal('upstream.mixed-up', 'forbidden');
    }
    return departure;
  }
}
