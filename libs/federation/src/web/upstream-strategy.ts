import { Refusal, type Clock } from '@habilis/kernel';
import type { Request } from 'express';
import * as oidc from 'openid-client';
import { Strategy as OpenIdConnectStrategy } from 'passport-openidconnect';
import type { Departure } from '../ports.ts';
import type { Proof } from '../proof.ts';
import type { Upstream } from '../upstream.ts';
import { answered } from '../why.ts';
import { callbackParameters } from './callback-parameters.ts';
import type { DepartureStore, Leaving } from './state-store.ts';

/** What the guard tells the strategy: which half of the journey the request is. */
export type Half = { readonly half: 'start'; readonly leaving: Leaving } | { readonly half: 'callback' };

/** Who came back, from which departure: what `req.user` is on the callback. */
export interface Returned {
  readonly proof: Proof;
  readonly departure: Departure;
}

/**
 * Passport's strategy for one upstream.
 *
 * passport-openidconnect builds the redirect and owns the state store contract; it verifies no signature, so the way
 * back never reaches it: openid-client exchanges the code and validates what comes (see `exchange.ts`, ADR 0030).
 * Every failure is an `error` with a Refusal, never a `fail`: Passport drops what it is told of a failure.
 */
export class UpstreamStrategy extends OpenIdConnectStrategy {
  constructor(
    private readonly upstream: Upstream,
    private readonly departures: DepartureStore,
    private readonly clock: Clock,
  ) {
    const { issuer, client, request } = upstream.settings;
    super(
      {
        issuer,
        authorizationURL: issuer, // the real one is not known before the upstream is first asked
        tokenURL: issuer,
        clientID: client.id,
        callbackURL: upstream.callback,
        scope: request.scopes,
        store: departures,
        skipUserProfile: true,
      },
      () => undefined,
    );
    this.name = `upstream:${upstream.id}`;
  }

  override authenticate(request: Request, options: Half): void {
    const done = options.half === 'start' ? this.start(request, options.leaving) : this.comeBack(request);
    done.catch((error: unknown) => this.error(error));
  }

  /** `this` is Passport's own copy for this request: what is set on it reaches no other. */
  private async start(request: Request, leaving: Leaving): Promise<void> {
    const metadata = await this.upstream.metadata();
    const pkce = this.usesPkce(metadata.code_challenge_methods_supported);
    const departure: Departure = {
      ...leaving,
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: pkce ? oidc.randomPKCECodeVerifier() : null,
      upstream: this.upstream.id,
      issuer: this.upstream.settings.issuer,
      startedAt: this.clock.now(),
    };
    const asked = await this.askedOf(departure);
    request.departure = departure;
    this._oauth2 = Object.assign(Object.create(this._oauth2), { _authorizeUrl: metadata.authorization_endpoint });
    this.authorizationParams = () => asked;
    const redirect = this.redirect.bind(this);
    this.redirect = (url) => redirect(url, 303);
    super.authenticate(withoutQuery(request), {});
  }

  private usesPkce(methods: readonly string[] = []): boolean {
    const { pkce } = this.upstream.settings.request;
    return pkce === 'always' || (pkce === 'auto' && methods.includes('S256'));
  }

  private async askedOf({ nonce, verifier, fresh }: Departure): Promise<Record<string, string>> {
    const { acrValues, maxAge, extra } = this.upstream.settings.request;
    return {
      ...extra,
      nonce,
      ...(verifier !== null && { code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }),
      ...(acrValues && { acr_values: acrValues }),
      ...(fresh ? { prompt: 'login', max_age: '0' } : maxAge !== undefined && { max_age: String(maxAge) }),
    };
  }

  private async comeBack(request: Request): Promise<void> {
    const parameters = callbackParameters(request);
    const departure = await this.restored(request, parameters.get('state'));
    const error = parameters.get('error');
    this.checkIssuer(parameters, await this.upstream.metadata());
    if (error !== null) throw answered(error);
    const proof = await this.upstream.exchange(parameters, departure);
    this.success({ proof, departure } satisfies Returned);
  }

  /** The state first: nothing else in the address deserves a look before it is known to be an answer to us. */
  private restored(request: Request, state: string | null): Promise<Departure> {
    if (state === null) throw new Refusal('upstream.state-missing', 'invalid');
    return new Promise((resolve, reject) => {
      this.departures.verify(request, state, (error, _context, departure) => (error ? reject(error) : resolve(departure as Departure)));
    });
  }

  /** RFC 9207, for errors too: an answer of one upstream must not pass for another's. */
  private checkIssuer(
    parameters: URLSearchParams,
    metadata: { issuer: string; authorization_response_iss_parameter_supported?: boolean },
  ): void {
    const iss = parameters.get('iss');
    const needed = this.upstream.settings.issParameter === 'required' || metadata.authorization_response_iss_parameter_supported;
    if (iss === null ? needed : iss !== metadata.issuer) throw new Refusal('upstream.mixed-up', 'forbidden');
  }
}

/** passport-openidconnect would take any `code` or `error` of the address for a way back. */
const withoutQuery = (request: Request): Request => Object.create(request, { query: { value: {} } }) as Request;
