import type { Requirements } from '@habilis/credentials';
import type { CharterStore } from '@habilis/charter';
import {
  Joining,
  Means,
  People,
  ProviderHandle,
  SessionEnding,
  SignInDesk,
  type Arrivals,
  type Portals,
  type UpstreamLogout,
} from '@habilis/provider';
import { openProvider, type PgCallingClients } from '@habilis/provider/pg';
import { InteractionController, InteractionPages } from '@habilis/provider/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  readonly portals: Portals;
  readonly callingClients: PgCallingClients;
  readonly means: Means;
  readonly arrivals: Arrivals;
  readonly charters: CharterStore;
  readonly joining: Joining;
  readonly upstreamLogout: UpstreamLogout;
  readonly requirements: Requirements;
}

/** Our OpenID Provider and the pages of its sign-in. */
export async function wireProvider(ground: Ground, around: Around) {
  const { db, listener, sealer, clock, env, sentences, logger, issuer } = ground;
  const { portals, callingClients, means, charters, joining } = around;
  const opened = await openProvider({
    ...{ db, listener, sealer, clock, portals, callingClients, sentences },
    issuer: issuer.origin,
    upstreamLogout: around.upstreamLogout,
    requirements: around.requirements,
    cookieKeys: env.HABILIS_COOKIE_KEYS.map(([, secret]) => secret),
    subjectSecret: env.HABILIS_PEPPER,
    networks: env.HABILIS_BACKCHANNEL_NETWORKS,
    env: process.env,
    report: (error, reference) => logger.error({ err: error, reference }, 'the provider failed'),
  });
  const { handle, people, standings, sessions } = opened;
  const desk = new SignInDesk(handle, portals, around.arrivals, standings, sessions, clock);
  return {
    ...opened,
    controllers: [InteractionController],
    providers: [
      wired(ProviderHandle, handle),
      wired(SignInDesk, desk),
      wired(InteractionPages, new InteractionPages(sentences, means, standings, people, charters, desk, clock)),
      wired(Means, means),
      wired(People, people),
      wired(Joining, joining),
      wired(SessionEnding, sessions),
    ],
  };
}
