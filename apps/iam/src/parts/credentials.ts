import {
  AskForNewPassword,
  BreachedFile,
  ChoosePassword,
  Hasher,
  Identifiers,
  ImportInvitations,
  Invitations,
  Invite,
  NoList,
  OneTimeLinks,
  PasswordOwners,
  Passwords,
  RulesInForce,
  SecondFactors,
  SignInWithPassword,
  WaitingSignIns,
  Workshop,
  type PasswordSettings,
  type WaitingSignIn,
} from '@habilis/credentials';
import {
  PgForgottenPasswords,
  PgIdentifiers,
  PgInvitations,
  PgLocalSignIns,
  PgOneTimeLinks,
  PgPasswordOwners,
  PgPasswords,
} from '@habilis/credentials/pg';
import {
  ConsoleInvitationsController,
  ForgottenController,
  InvitationController,
  LocalArrivals,
  LocalCookies,
  LocalDesk,
  PasswordPages,
  SignInController,
  SignInPages,
} from '@habilis/credentials/web';
import type { Organisation } from '@habilis/accounts';
import { LetterLinks } from '@habilis/notices';
import type { Portals, ProviderHandle } from '@habilis/provider';
import type { Ground } from './ground.ts';
import { newcomers } from './newcomers.ts';
import { wired } from './wired.ts';

interface Around {
  /** Asked late: the provider itself needs what is built here. */
  readonly provider: () => ProviderHandle;
  readonly portals: Portals;
  readonly organisations: readonly Organisation[];
  readonly passwords: ReadonlyMap<string, PasswordSettings | undefined>;
}

/** Password checks that wait for a place, for each that has one: about a second's worth. */
const WAITING_FOR_EACH = 50;

/** What people prove themselves with here, for those who come through no upstream or need more than one proves. */
export function wireCredentials(ground: Ground, around: Around) {
  const { db, clock, env, issuer, sentences } = ground;
  const links = new PgOneTimeLinks(db, clock, env.HABILIS_PEPPER);
  const identifiers = new PgIdentifiers(db, clock);
  const passwords = new PgPasswords(db, links, clock);
  const owners = new PgPasswordOwners(db, clock);
  const invitations = new PgInvitations(db, links, identifiers, newcomers, clock);
  const forgotten = new PgForgottenPasswords(db, links, clock);
  const signIns = new PgLocalSignIns(db, clock);
  const rules = new RulesInForce(around.passwords);
  const workshop = new Workshop();
  const hasher = new Hasher({
    // The service's own pepper comes last: it stays the one of passwords hashed before any other was given.
    peppers: [...(env.HABILIS_PASSWORD_PEPPERS ?? []), ['service', env.HABILIS_PEPPER]],
    atOnce: env.HABILIS_HASHES_AT_ONCE,
    waiting: WAITING_FOR_EACH * env.HABILIS_HASHES_AT_ONCE,
    workshop,
  });
  const breached = env.HABILIS_BREACHED_PASSWORDS ? new BreachedFile(env.HABILIS_BREACHED_PASSWORDS) : new NoList();
  const desk = new LocalDesk(signIns, new WaitingAtProvider(around), new NoSecondFactors(), new LocalCookies(issuer.origin));
  const invite = new Invite(invitations);
  return {
    desk,
    links,
    invitations,
    label: sentences.for('fr')('sign-in.local'),
    arrivals: new LocalArrivals(desk),
    letters: new LettersByLink(links, issuer.origin),
    handlers: forgotten.handlers,
    chores: [signIns, links].map((store) => () => store.purge()),
    close: () => workshop.close(),
    controllers: [SignInController, ForgottenController, InvitationController, ConsoleInvitationsController],
    providers: [
      wired(LocalDesk, desk),
      wired(SignInPages, new SignInPages(sentences)),
      wired(PasswordPages, new PasswordPages(sentences, rules)),
      wired(SignInWithPassword, new SignInWithPassword(identifiers, passwords, hasher)),
      wired(ChoosePassword, new ChoosePassword(rules, workshop, breached, passwords, hasher)),
      wired(AskForNewPassword, new AskForNewPassword(identifiers, forgotten)),
      wired(Invite, invite),
      wired(ImportInvitations, new ImportInvitations(invite, invitations)),
      wired(OneTimeLinks, links),
      wired(Identifiers, identifiers),
      wired(Passwords, passwords),
      wired(PasswordOwners, owners),
      wired(Invitations, invitations),
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

interface Begun {
  readonly prompt: { readonly reasons: readonly string[] };
  readonly session?: { readonly accountId: string; readonly acr?: string; readonly amr?: string[]; readonly loginTs?: number };
}

/** Someone is signed in, and the portal asks for more than they proved. */
function raisedBy({ prompt, session }: Begun): Pick<WaitingSignIn, 'raised'> {
  if (!session?.accountId || !session.acr || !prompt.reasons.some((reason) => RAISES.has(reason))) return {};
  const { accountId: account, acr, amr = [], loginTs = 0 } = session;
  return { raised: { account, before: { acr, amr }, at: new Date(loginTs * 1000) } };
}

const RAISES: ReadonlySet<string> = new Set(['acr_required', 'acr_preferred', 'max_age']);
