import { randomBytes } from 'node:crypto';
import type { Clock } from '@habilis/kernel';
import type { Client, Configuration, Interaction, Provider, Session } from 'oidc-provider';
import { browserLabel } from '@habilis/http';
import { LIFETIME } from './lifetimes.ts';
import { networkKind, type NetworkKind } from './network-kind.ts';

/** What a session remembers besides what the engine knows; shown to the person on their own page. */
export interface SessionExtras {
  /** Seconds since 1970 at which the person signed in here. */
  since?: number;
  /** `Firefox sur Windows`, never the whole header. */
  agent?: string;
  /** The kind of network it was opened from; the address itself is not kept. */
  network?: NetworkKind;
  upstream?: string;
}

/** What an interaction remembers of a person who was turned away before having a session. */
export interface InteractionExtras {
  turnedAway?: { accountId: string };
}

type SessionCookie = NonNullable<NonNullable<Configuration['cookies']>['long']>;
type Model = { IN_PAYLOAD: string[]; prototype: Record<string, unknown> };

/** Tells one portal of one sign-out. */
export type TellPortal = (client: Client, accountId: string, sid: string) => Promise<void>;

/**
 * Teaches one engine what ours needs more: fields kept on its records, and what happens at sign-in and sign-out.
 *
 * All changes to the engine's classes are here, one by one, so that an upgrade has one page to check.
 *
 * @param owe puts the news of a sign-out where it is delivered from, however long the portal is away
 * @param cookie how the session's cookie is set
 * @returns the engine's own way to deliver it, now
 */
export function adjustEngine(provider: Provider, owe: TellPortal, clock: Clock, cookie: SessionCookie): TellPortal {
  keepAlso(provider.Session as unknown as Model, ['since', 'agent', 'network', 'upstream']);
  keepAlso(provider.Grant as unknown as Model, ['activity']);
  keepAlso(provider.Interaction as unknown as Model, ['turnedAway']);

  const session = (provider.Session as unknown as Model).prototype;
  const loginAccount = session['loginAccount'] as (this: Session, details: unknown) => void;
  session['loginAccount'] = function (this: Session & SessionExtras, details: unknown) {
    loginAccount.call(this, details);
    noteSignIn(this, provider, clock.now());
  };
  // The row is found by the session's uid, so a new cookie value changes the row instead of replacing it.
  session['resetIdentifier'] = function (this: Session & { touched: boolean }) {
    this.jti = randomBytes(32).toString('base64url');
    this.touched = true;
  };
  keepNewSessions(provider, session, cookie);

  const client = (provider.Client as unknown as Model).prototype;
  const deliver = client['backchannelLogout'] as (this: Client, accountId: string, sid: string) => Promise<void>;
  client['backchannelLogout'] = function (this: Client, accountId: string, sid: string) {
    return owe(this, accountId, sid);
  };
  return (each, accountId, sid) => deliver.call(each, accountId, sid);
}

/**
 * Refusing a device's form to someone without a session, the engine hands out a new form, whose session it then saves
 * as if it had been saved before, and fails. Such a session is kept as any new one is, so that the new form works.
 */
function keepNewSessions(provider: Provider, session: Model['prototype'], cookie: SessionCookie): void {
  const persist = session['persist'] as (this: Session) => Promise<string>;
  session['persist'] = function (this: Session): Promise<string> {
    if (this.exp !== undefined) return persist.call(this);
    const { ctx } = provider.constructor as typeof Provider;
    ctx?.oidc.cookies.set(provider.cookieName('session'), this.jti, cookie);
    return this.save(LIFETIME.sessionIdle);
  };
}

function keepAlso(model: Model, names: readonly string[]): void {
  const known = model.IN_PAYLOAD;
  Object.defineProperty(model, 'IN_PAYLOAD', { value: [...known, ...names] });
}

function noteSignIn(session: SessionExtras, provider: Provider, at: Date): void {
  const ctx = (provider.constructor as typeof Provider).ctx;
  const interaction = ctx?.oidc.entities.Interaction as Interaction | undefined;
  const upstream = interaction?.result?.login?.['upstream'];
  session.since = Math.floor(at.getTime() / 1000);
  session.agent = browserLabel(ctx?.get('user-agent') ?? '');
  // Express knows which proxies to believe; the engine does not.
  session.network = networkKind((ctx?.req as { ip?: string } | undefined)?.ip ?? '');
  if (typeof upstream === 'string') session.upstream = upstream;
}
