import {
  Hasher,
  SecondFactors,
  type OneTimeLinks,
  SignInWithPassword,
  WaitingSignIns,
  type Proved,
  type WaitingSignIn,
} from '@habilis/credentials';
import { PgIdentifiers, PgLocalSignIns, PgOneTimeLinks, PgPasswords } from '@habilis/credentials/pg';
import { LocalArrivals, LocalCookies, LocalDesk, SignInController, SignInPages } from '@habilis/credentials/web';
import type { Organisation } from '@habilis/accounts';
import { Refusal } from '@habilis/kernel';
import { LetterLinks } from '@habilis/notices';
import type { Means, Portals, ProviderHandle } from '@habilis/provider';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  /** Asked late: the provider itself needs what is built here. */
  readonly provider: () => ProviderHandle;
  readonly portals: Portals;
  readonly organisations: readonly Organisation[];
}

/** What people prove themselves with here, for those who come through no upstream or need more than one proves. */
export function wireCredentials(ground: Ground, around: Around) {
  const { db, clock, env, issuer, sentences } = ground;
  const identifiers = new PgIdentifiers(db, clock);
  const passwords = new PgPasswords(db);
  const signIns = new PgLocalSignIns(db, clock);
  const links = new PgOneTimeLinks(db, clock, env.HABILIS_PEPPER);
  const hasher = new Hasher({ peppers: [['p0', env.HABILIS_PEPPER]], atOnce: 1, waiting: 50 });
  const waiting = new WaitingAtProvider(around);
  const factors = new NoSecondFactors();
  const desk = new LocalDesk(signIns, waiting, factors, new LocalCookies(issuer.origin));
  const means: Pick<Means, 'offered'> = {
    offered: () => [{ id: 'local', label: sentences.for('fr')('sign-in.local'), action: '/sign-in/start' }],
  };
  return {
    means,
    links,
    letters: new LettersByLink(links, issuer.origin),
    arrivals: new LocalArrivals(desk, assured),
    chores: [signIns, links].map((store) => () => store.purge()),
    controllers: [SignInController],
    providers: [
      wired(LocalDesk, desk),
      wired(SignInPages, new SignInPages(sentences)),
      wired(SignInWithPassword, new SignInWithPassword(identifiers, passwords, hasher)),
    ],
  };
}

/** The links that mails carry, worked out when a mail is written. */
class LettersByLink extends LetterLinks {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly service: string,
  ) {
    super();
  }

  override async address(id: string) {
    const link = await this.links.pending(id);
    if (!link) return undefined;
    const { address } = link.details;
    return { href: this.links.address(link, this.service), ...(typeof address === 'string' && { to: address }) };
  }
}

/** The level that the proofs of a local sign-in reach. */
function assured(proofs: readonly Proved[]): { acr: string; amr: string[] } {
  const given = proofs.map(({ proof }) => proof);
  if (given.length === 1 && given[0] === 'password') return { acr: 'urn:habilis:acr:password', amr: ['pwd'] };
  throw new Refusal('local-sign-in.gone', 'unknown');
}

/** Nobody holds a second factor. */
class NoSecondFactors extends SecondFactors {
  override async held(): Promise<boolean> {
    return false;
  }
}

/** The provider's sign-in that a local one is for. */
class WaitingAtProvider extends WaitingSignIns {
  constructor(private readonly around: Around) {
    super();
  }

  override async find(interaction: string): Promise<WaitingSignIn | undefined> {
    const { provider, portals, organisations } = this.around;
    const found = await provider().current.Interaction.find(interaction);
    const portal = portals.get(found?.params['client_id'] as string | undefined);
    if (!found || !portal) return undefined;
    const organisation = organisations.find(({ id }) => id === portal.organisation)?.name;
    return { portal: portal.name, organisation, origins: portal.redirectUris, ...raisedBy(found) };
  }
}

/** Someone is signed in, and the portal asks for more than they proved. */
function raisedBy({ prompt, session }: { prompt: { reasons: string[] }; session?: { accountId: string; acr?: string; loginTs?: number } }) {
  if (!session?.accountId || !prompt.reasons.some((reason) => RAISES.has(reason))) return {};
  const at = new Date((session.loginTs ?? 0) * 1000);
  return { raised: { account: session.accountId, acr: session.acr ?? '', at } };
}

const RAISES: ReadonlySet<string> = new Set(['acr_required', 'acr_preferred', 'max_age']);
