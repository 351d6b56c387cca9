import { IdentityStore, LinkIdentity, LocalWays, UnlinkIdentity, type AccountStore, type Arriving } from '@habilis/accounts';
import { levelToTouch, mustBeFresh, type Factors, type ReadLocalWays } from '@habilis/credentials';
import type { LinkFor, Upstreams } from '@habilis/federation';
import { Linking } from '@habilis/federation/web';
import { Refusal, type Clock } from '@habilis/kernel';
import type { Request } from 'express';
import { IdentitiesController } from '../own-pages/identities.controller.tsx';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  readonly accounts: AccountStore;
  readonly identities: IdentityStore;
  readonly upstreams: Upstreams;
  readonly factors: Factors;
  readonly localWays: ReadLocalWays;
}

/** The ways in to one's own account, added and removed by their person. */
export function wireIdentities({ clock }: Ground, { accounts, identities, upstreams, factors, localWays }: Around) {
  const usable = new Set(upstreams.all().map(({ id }) => id));
  return {
    controllers: [IdentitiesController],
    providers: [
      wired(IdentityStore, identities),
      wired(UnlinkIdentity, new UnlinkIdentity(identities, new WaysOfOurs(localWays), usable, clock)),
      wired(Linking, new LinkingOfSession(new LinkIdentity(accounts, identities, clock), factors, clock)),
    ],
  };
}

class WaysOfOurs extends LocalWays {
  constructor(private readonly ways: ReadLocalWays) {
    super();
  }

  override opens(accountId: string): Promise<boolean> {
    return this.ways.opens(accountId);
  }
}

/** What comes back from an upstream is added in the session that asked for it, and in no other. */
class LinkingOfSession extends Linking {
  constructor(
    private readonly linkIdentity: Pick<LinkIdentity, 'run'>,
    private readonly factors: Pick<Factors, 'of'>,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async begin({ webSession }: Pick<Request, 'webSession'>): Promise<LinkFor> {
    if (!webSession) throw new Refusal('session.required', 'unauthenticated');
    const { id: session, accountId: account, acr, authTime: at } = webSession;
    mustBeFresh({ acr, at }, this.clock.now(), levelToTouch(await this.factors.of(account)));
    return { account, session };
  }

  override async complete({ webSession }: Pick<Request, 'webSession'>, { account, session }: LinkFor, who: Arriving): Promise<string> {
    if (webSession?.id !== session || webSession.accountId !== account) throw new Refusal('identity.link-elsewhere', 'forbidden');
    return `/moi/identites?fait=${await this.linkIdentity.run(account, who)}`;
  }
}
