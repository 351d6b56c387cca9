import {
  AskForNewPassword,
  BreachedFile,
  ChangeOwnPassword,
  ChooseIdentifier,
  ChoosePassword,
  Hasher,
  Identifiers,
  ImportInvitations,
  Invitations,
  Invite,
  KnownBrowsers,
  NameTries,
  NoList,
  OneTimeLinks,
  type Factors,
  PasswordOwners,
  type Requirements,
  works,
  Passwords,
  ReadLocalWays,
  ReadProver,
  RulesInForce,
  SecondFactors,
  SignInWithPassword,
  Throttle,
  Workshop,
  type PasswordSettings,
} from '@habilis/credentials';
import {
  PgFailedGuesses,
  PgForgottenPasswords,
  PgIdentifiers,
  PgInvitations,
  PgKnownBrowsers,
  PgLocalSignIns,
  PgOneTimeLinks,
  PgPasswordOwners,
  PgPasswords,
  PgTallies,
} from '@habilis/credentials/pg';
import {
  BrowserCookie,
  ConsoleInvitationsController,
  ForgottenController,
  InvitationController,
  LocalArrivals,
  LocalCookies,
  LocalDesk,
  OwnPasswordController,
  PasswordPages,
  SignInController,
  SignInPages,
} from '@habilis/credentials/web';
import type { Organisation } from '@habilis/accounts';
import { LetterLinks } from '@habilis/notices';
import type { RateLimits } from '@habilis/http';
import type { Portals, ProviderHandle } from '@habilis/provider';
import { wireControls } from './controls.ts';
import type { Ground } from './ground.ts';
import { newcomers } from './newcomers.ts';
import { WaitingAtProvider } from './waiting-sign-ins.ts';
import { wired } from './wired.ts';

interface Around {
  /** Asked late: the provider itself needs what is built here. */
  readonly provider: () => ProviderHandle;
  readonly portals: Portals;
  readonly organisations: readonly Organisation[];
  readonly passwords: ReadonlyMap<string, PasswordSettings | undefined>;
  readonly factors: Factors;
  readonly requirements: Requirements;
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
  });
  const breached = env.HABILIS_BREACHED_PASSWORDS ? new BreachedFile(env.HABILIS_BREACHED_PASSWORDS) : new NoList();
  const browsers = { cookie: new BrowserCookie(issuer.origin), known: new PgKnownBrowsers(db, clock) };
  const tallies = new PgTallies(db, clock);
  const throttle = new Throttle(tallies, env.HABILIS_PEPPER);
  const prover = new ReadProver(new SecondFactorsHeld(around.factors), owners, passwords, rules, clock);
  const desk = new LocalDesk(signIns, new WaitingAtProvider(around), prover, new LocalCookies(issuer.origin), browsers);
  const invite = new Invite(invitations);
  const signInWithPassword = new SignInWithPassword(passwords, hasher, throttle, new PgFailedGuesses(db, clock));
  const localWays = new ReadLocalWays(identifiers, passwords, around.factors);
  const choose = new ChoosePassword(rules, workshop, breached, passwords, hasher);
  const letters: LetterLinks = new LettersByLink(links, issuer.origin);
  return {
    desk,
    links,
    provers: wireControls(ground, { passwords, hasher }),
    identifiers,
    localWays,
    invitations,
    label: sentences.for('fr')('sign-in.local'),
    arrivals: new LocalArrivals(desk),
    letters,
    handlers: forgotten.handlers,
    chores: [signIns, links, tallies, browsers.known].map((store) => () => store.purge()),
    close: () => Promise.all([workshop.close(), hasher.close()]),
    controllers: [SignInController, OwnPasswordController, ForgottenController, InvitationController, ConsoleInvitationsController],
    providers: [
      wired(LocalDesk, desk),
      wired(SignInPages, new SignInPages(sentences)),
      wired(PasswordPages, new PasswordPages(sentences, rules)),
      wired(SignInWithPassword, signInWithPassword),
      wired(ChoosePassword, choose),
      wired(
        ChangeOwnPassword,
        new ChangeOwnPassword({ passwords, owners, identifiers, choose, signIn: signInWithPassword, factors: around.factors }, clock),
      ),
      wired(
        ChooseIdentifier,
        new ChooseIdentifier(
          { passwords, owners, identifiers, choose, factors: around.factors, tries: new CountedNames(ground.limits) },
          clock,
        ),
      ),
      wired(AskForNewPassword, new AskForNewPassword(identifiers, forgotten)),
      wired(BrowserCookie, browsers.cookie),
      wired(KnownBrowsers, browsers.known),
      wired(Throttle, throttle),
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

/** Names tried, counted with what else may tell whether a name is somebody's. */
class CountedNames extends NameTries {
  constructor(private readonly limits: RateLimits) {
    super();
  }

  override spend(account: string): Promise<void> {
    return this.limits.spend('loss-name', `chooses ${account}`);
  }
}

/** Whether somebody holds a second factor, as factors are kept. */
class SecondFactorsHeld extends SecondFactors {
  constructor(private readonly factors: Factors) {
    super();
  }

  override async held(account: string): Promise<boolean> {
    return (await this.factors.of(account)).some(works);
  }
}
