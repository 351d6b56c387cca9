import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { browserLabel } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import type { Request, Response } from 'express';
import {
  lackOf,
  type Lack,
  type LocalSignIns,
  type LocalSignIn,
  type ProofDetails,
  type WaitingSignIns,
  type WaitingSignIn,
} from '../sign-in/local-sign-in.ts';
import type { Proof } from '../sign-in/assurance.ts';
import type { KnownBrowsers } from '../sign-in/known-browser.ts';
import type { ReadProver } from '../read-prover.ts';
import type { BrowserCookie } from './browser-cookie.ts';
import type { LocalCookies } from './local-cookies.ts';

/** A local sign-in in the hands of the browser that began it, and the portal it leads to. */
export interface LocalUnderWay {
  readonly signIn: LocalSignIn;
  readonly waiting: WaitingSignIn;
}

/** In place of an interaction, for a sign-in that waits for one. */
const CARRIED = 'carried-';

/** How browsers are recognised, and whose they are. */
export interface Browsers {
  readonly cookie: BrowserCookie;
  readonly known: KnownBrowsers;
}

/** Where each lack is made good, below the sign-in's own address. */
// prettier-ignore
const PAGES: Readonly<Record<Lack, string>> = {
  'first-proof':   '',
  'second-factor': '/second-factor',
  'enrolment':     '/enrol',
  'new-password':  '/new-password',
};

/**
 * Opens local sign-ins for the browser that began them, adds proofs, and says where to go next.
 *
 * Every page of a local sign-in goes through here; none decides by itself that someone has arrived.
 */
export class LocalDesk {
  constructor(
    private readonly signIns: LocalSignIns,
    private readonly waiting: WaitingSignIns,
    private readonly prover: ReadProver,
    private readonly cookies: LocalCookies,
    private readonly browsers: Browsers,
  ) {}

  /** Begins one for a sign-in of the provider's. @throws Refusal `local-sign-in.gone` (unknown) @returns where to go */
  async begin(response: Response, interaction: string): Promise<string> {
    const waiting = await this.waiting.find(interaction);
    if (!waiting) throw new Refusal('local-sign-in.gone', 'unknown');
    const { raised } = waiting;
    const factors = raised !== undefined && (await this.prover.of(raised.account).hasSecondFactor());
    const begun = factors
      ? ({
          purpose: 'second-factor',
          account: raised.account,
          proofs: [{ proof: 'upstream', before: raised.before, at: raised.at }],
        } as const)
      : ({ purpose: 'sign-in', account: null, proofs: [] } as const);
    this.cookies.give(response, interaction, await this.signIns.begin({ interaction, ...begun }));
    return `/sign-in/${interaction}${factors ? PAGES['second-factor'] : ''}`;
  }

  /** Begins one on top of the session that is asked for more. @throws Refusal `local-sign-in.gone` (unknown) @returns where to go */
  async raise(response: Response, interaction: string): Promise<string> {
    const raised = (await this.waiting.find(interaction))?.raised;
    if (!raised) throw new Refusal('local-sign-in.gone', 'unknown');
    const { account, before, at } = raised;
    const proofs = [{ proof: 'upstream', before, at }] as const;
    this.cookies.give(response, interaction, await this.signIns.begin({ interaction, purpose: 'second-factor', account, proofs }));
    return `/sign-in/${interaction}${PAGES['second-factor']}`;
  }

  /** @throws Refusal `local-sign-in.gone` (unknown) when it is over, or another browser's */
  async open(request: Request, interaction: string): Promise<LocalUnderWay> {
    const secret = this.cookies.secret(request, interaction);
    const signIn = secret === undefined ? undefined : await this.signIns.find(interaction, secret);
    const waiting = signIn && (await this.waiting.find(interaction));
    if (!waiting) throw new Refusal('local-sign-in.gone', 'unknown');
    return { signIn, waiting };
  }

  /**
   * Adds a proof that holds, and changes the browser's secret. @returns where to go next
   *
   * @throws Refusal `local-sign-in.gone` (unknown) also when it already is someone else's
   */
  async prove(
    request: Request,
    response: Response,
    interaction: string,
    account: string,
    proof: Proof,
    details: ProofDetails = {},
  ): Promise<string> {
    const secret = this.cookies.secret(request, interaction) ?? '';
    const proved = await this.signIns.prove(interaction, secret, account, proof, details);
    if (!proved) throw new Refusal('local-sign-in.gone', 'unknown');
    this.cookies.give(response, interaction, proved.secret);
    const lack = await this.lack(proved.signIn);
    if (lack === undefined) await this.remember(request, response, account);
    return pageOf(interaction, lack);
  }

  /** The browser of a whole sign-in is known from then on: nobody elsewhere can use up its tries. */
  private async remember(request: Request, response: Response, account: string): Promise<void> {
    const browser = this.browsers.cookie.know(request, response);
    await this.browsers.known.seen(account, browser, browserLabel(request.headers['user-agent'] ?? ''));
  }

  /** Where a sign-in goes on: the page of what it lacks, or the provider. */
  async next(signIn: LocalSignIn): Promise<string> {
    return pageOf(signIn.interaction, await this.lack(signIn));
  }

  /** What a sign-in lacks before it may arrive. */
  lack(signIn: LocalSignIn): Promise<Lack | undefined> {
    return lackOf(signIn, (account) => this.prover.of(account));
  }

  /**
   * Lets someone who has just proved themselves by a link sign in without doing it again: their next sign-in of this
   * browser begins where this one stands.
   */
  async carry(response: Response, begun: Pick<LocalSignIn, 'purpose' | 'account' | 'proofs'>): Promise<void> {
    const interaction = `${CARRIED}${randomBytes(16).toString('hex')}`;
    const secret = await this.signIns.begin({ ...begun, interaction });
    this.cookies.give(response, CARRIED, `${interaction.slice(CARRIED.length)}${secret}`);
  }

  /** Where a sign-in goes on by itself because this browser carries one; undefined for all others. */
  ahead(request: Pick<IncomingMessage, 'headers'>, interaction: string): string | undefined {
    return this.cookies.carried(request, CARRIED) ? `/sign-in/${interaction}/carried` : undefined;
  }

  /** Begins a sign-in from the one this browser carries, which is used up. @returns where to go next */
  async adopt(request: Request, response: Response, interaction: string): Promise<string> {
    const carried = this.cookies.carried(request, CARRIED);
    this.cookies.forget(response, CARRIED);
    const from = carried && (await this.signIns.take(CARRIED + carried.key, carried.secret));
    if (!from || !(await this.waiting.find(interaction))) return `/interaction/${interaction}`;
    const { purpose, account, proofs } = from;
    const secret = await this.signIns.begin({ interaction, purpose, account, proofs });
    this.cookies.give(response, interaction, secret);
    return this.next({ ...from, interaction });
  }

  /** The whole sign-in, once; undefined when it lacks anything. For the provider. */
  async take(request: { headers: Request['headers'] }, interaction: string): Promise<LocalSignIn | undefined> {
    const secret = this.cookies.secret(request, interaction);
    const signIn = secret === undefined ? undefined : await this.signIns.find(interaction, secret);
    if (!signIn || (await this.lack(signIn)) !== undefined) return undefined;
    return this.signIns.take(interaction, secret!);
  }
}

const pageOf = (interaction: string, lack: Lack | undefined) =>
  lack === undefined ? `/interaction/${interaction}/arrived` : `/sign-in/${interaction}${PAGES[lack]}`;
