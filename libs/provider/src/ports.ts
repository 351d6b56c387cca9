import type { IncomingMessage } from 'node:http';
import type { Standing } from '@habilis/access';
import type { ChoosableActivity } from '@habilis/accounts';
import type { Translate } from '@habilis/pages';
import type { Claim, PersonClaims } from './claims.ts';

/** A person who came in through an upstream, verified there and found here. */
export interface Arrival {
  readonly accountId: string;
  /** The level really reached, as the upstream said it. */
  readonly acr: string;
  readonly amr: readonly string[];
  /** When the person really authenticated, maybe before this sign-in began. */
  readonly authTime: Date;
  readonly upstream: string;
}

/** Where a sign-in through an upstream comes back to. */
export abstract class Arrivals {
  /**
   * The arrival of this interaction, once: a second asking finds nothing.
   *
   * @param request from the browser it came back to; another browser finds nothing either
   */
  abstract take(interactionUid: string, request: IncomingMessage): Promise<Arrival | undefined>;
}

/** One way to sign in, as a person chooses it. */
export interface Mean {
  readonly id: string;
  readonly label: string;
  /** Where its form posts; the sign-in's uid goes along as `interaction`. */
  readonly action: string;
  /**
   * Origins the browser may pass on its way there and back.
   *
   * A form's Content-Security-Policy holds for every redirect that follows it: without them Chromium stops.
   */
  readonly origins?: readonly string[];
}

/** The ways to sign in that are offered. */
export abstract class Means {
  abstract offered(): readonly Mean[];

  /**
   * How the session's person proves more on top of what they proved; undefined when there is no such way.
   *
   * @param t in whose language the way is named
   * @param level whether a level is missing, and not only a recent proof
   */
  async raising(_accountId: string, _t: Translate, _asked: { readonly level: boolean }): Promise<Mean | undefined> {
    return undefined;
  }

  /** Where a sign-in goes on by itself, because this browser has just proved who is there; undefined for all others. */
  ahead(_request: IncomingMessage, _interactionUid: string): string | undefined {
    return undefined;
  }
}

/** The upstream's own session, which an explicit sign-out closes too. */
export abstract class UpstreamLogout {
  /**
   * Where to send the browser so that the upstream signs the person out and sends them back to `returnTo`.
   *
   * @param returnTo an address of ours or a registered one
   * @returns undefined when there is no upstream session to end
   */
  abstract address(request: IncomingMessage, returnTo: string): Promise<string | undefined>;

  /** The origins such a way may lead through: browsers stop a form whose page does not name them. */
  origins(): readonly string[] {
    return [];
  }
}

/** What is known of people, for pages and for portals. */
export abstract class People {
  /** These claims about a person, those of them that are known. */
  abstract claimsOf(accountId: string, told: readonly Claim[]): Promise<PersonClaims>;

  /** The person's activities, the least privileged first. */
  abstract activitiesOf(accountId: string): Promise<readonly ChoosableActivity[]>;

  /** The name of an organisation, for people to read. */
  abstract organisationName(organisation: string): Promise<string | undefined>;
}

/** Where a person asks for a place in an organisation. */
export abstract class Joining {
  /** @throws Refusal when they may not, or have one already */
  abstract ask(accountId: string, organisation: string): Promise<void>;
}

/** Where standing is read. */
export abstract class Standings {
  abstract of(accountId: string): Promise<Standing | undefined>;
}
