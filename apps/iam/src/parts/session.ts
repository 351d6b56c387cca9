import type { OutboxHandler } from '@habilis/database';
import { revealSecret } from '@habilis/settings';
import type { Portals } from '@habilis/provider';
import { OwnCookie } from '../session/cookies.ts';
import { Log } from '../session/log.ts';
import { OwnProvider } from '../session/own-provider.ts';
import { SessionController } from '../session/session.controller.ts';
import { Tickets } from '../session/tickets.ts';
import { LONGEST_HOURS, WebSessions } from '../session/web-sessions.ts';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

const SCREENS = ['habilis-console', 'habilis-own'] as const;
const OURS: ReadonlySet<string> = new Set(SCREENS);

/**
 * Sign-in to our own screens, through our own provider.
 *
 * @throws Error when the files have no client for one of the screens
 */
export function wireSession({ db, sealer, clock, issuer, env, logger }: Ground, portals: Portals) {
  const clients = SCREENS.map((clientId) => {
    const authentication = portals.get(clientId)?.authentication;
    if (!authentication || !('secret' in authentication)) throw new Error(`config/portals/${clientId}.yaml is needed, with a secret`);
    return { clientId, secret: revealSecret(authentication.secret) };
  });
  const sessions = new WebSessions(db, sealer, clock);
  const cookie = new OwnCookie('habilis-session', issuer, LONGEST_HOURS * 3600);
  const provider = new OwnProvider(issuer, clients, () => `http://127.0.0.1:${env.PORT}`);
  return {
    sessions,
    cookie,
    /** Our own screens are told of a sign-out without a call over the network. */
    handlers: (next: OutboxHandler): Record<string, OutboxHandler> => ({
      'portal.logout': async (payload, item) => {
        if (!OURS.has(String(payload['client']))) return next(payload, item);
        if (typeof payload['sid'] === 'string') await sessions.closeBySid(payload['sid']);
      },
    }),
    controllers: [SessionController],
    providers: [
      wired(OwnProvider, provider),
      wired(WebSessions, sessions),
      wired(OwnCookie, cookie),
      wired(Log, logger),
      wired(Tickets, new Tickets(sealer, issuer)),
    ],
  };
}
