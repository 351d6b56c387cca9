import { Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ForgeryGuard, pageHeaders, shape, shaped } from '@habilis/http';
import type { Arriving } from '@habilis/accounts';
import { Refusal } from '@habilis/kernel';
import { language } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { identityIn } from '../identity-in-claims.ts';
import { Interactions, SignOuts, UpstreamSessions, type LinkFor } from '../ports.ts';
import type { Proof } from '../proof.ts';
import { ReceiveArrival } from '../receive-arrival.ts';
import { UpstreamSignOut } from '../sign-out-upstream.ts';
import type { UpstreamSettings } from '../upstream-settings.ts';
import { Upstreams } from '../upstreams.ts';
import { Browsers } from './browser.ts';
import { FederationPages } from './pages.tsx';
import { hiddenOf, mustComeFromHere } from './rules-of-others.ts';
import type { Returned } from './upstream-strategy.ts';
import { Linking } from './linking.ts';
import { Reidentification } from './reidentification.ts';
import { interactionUid, UpstreamGuard } from './upstream-guard.ts';
import { UpstreamRefusals } from './upstream-refusals.ts';

const ConfirmForm = z.strictObject({ answer: z.enum(['yes', 'no']), csrf: z.string().max(200).optional() });
const SignedOutQuery = z.object({ state: z.string().min(1).max(200).optional() });

/** The way to an upstream and back, for people. */
@Controller('upstream/:id')
@UseFilters(UpstreamRefusals)
export class UpstreamController {
  constructor(
    @Inject(Upstreams) private readonly upstreams: Upstreams,
    @Inject(ReceiveArrival) private readonly receiveArrival: ReceiveArrival,
    @Inject(UpstreamSessions) private readonly sessions: UpstreamSessions,
    @Inject(UpstreamSignOut) private readonly signOut: UpstreamSignOut,
    @Inject(SignOuts) private readonly signOuts: SignOuts,
    @Inject(Interactions) private readonly interactions: Interactions,
    @Inject(Linking) private readonly linking: Linking,
    @Inject(Reidentification) private readonly reidentification: Reidentification,
    @Inject(Browsers) private readonly browsers: Browsers,
    @Inject(FederationPages) private readonly pages: FederationPages,
    @Inject(ForgeryGuard) private readonly forgery: ForgeryGuard,
  ) {}

  /** The guard has redirected to the upstream before this is reached. */
  @Post('start')
  @UseGuards(UpstreamGuard)
  start(): void {
    throw new Refusal('upstream.answer-refused', 'forbidden');
  }

  /** To be added to an account; the guard has redirected before this is reached. */
  @Post('link')
  @UseGuards(UpstreamGuard)
  link(): void {
    throw new Refusal('upstream.answer-refused', 'forbidden');
  }

  /** To show who one is; the guard has redirected before this is reached. */
  @Post('identify')
  @UseGuards(UpstreamGuard)
  identify(): void {
    throw new Refusal('upstream.answer-refused', 'forbidden');
  }

  @Get('callback')
  @UseGuards(UpstreamGuard)
  async callback(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { proof, departure } = request.returned!;
    const { settings } = this.upstreams.get(id);
    if (departure.link) return response.redirect(303, await this.added(request, departure.link, request.returned!, settings));
    if (departure.identifyFor !== null)
      return response.redirect(303, await this.identified(departure.identifyFor, request.returned!, settings));
    const { toConfirm, interaction } = await this.receiveArrival.run(proof, departure, settings);
    response.redirect(303, toConfirm ? confirmPath(id, interaction) : arrivedPath(interaction));
  }

  /** The upstream's session is remembered like any other, so that signing out here ends it too. */
  private async added(request: Request, link: LinkFor, { proof, departure }: Returned, settings: UpstreamSettings): Promise<string> {
    const { upstream, subject, sid, level, methods, idToken, refreshToken, authTime } = proof;
    const then = await this.linking.complete(request, link, arrivingBy(proof, settings));
    const interaction = `link-${departure.state}`;
    const { browser, startedAt } = departure;
    const session = { upstream, subject, sid, level, methods, idToken, refreshToken, toConfirm: false, name: '', interaction, browser };
    await this.sessions.keep({ ...session, accountId: link.account, authTime: authTime ?? startedAt });
    await this.sessions.take(interaction, browser);
    return then;
  }

  /** The session it opened at the upstream served for this alone: it ends on the way back, or the next person finds it open. */
  private async identified(name: string, { proof, departure }: Returned, settings: UpstreamSettings): Promise<string> {
    const { upstream, level, idToken, authTime } = proof;
    const then = await this.reidentification.complete(name, {
      who: arrivingBy(proof, settings),
      level,
      at: authTime ?? departure.startedAt,
    });
    return (await this.signOut.atOnce({ upstream, browser: departure.browser, idToken }, then)) ?? then;
  }

  @Get('confirm/:uid')
  async confirm(
    @Param('id') id: string,
    @Param('uid', shaped(interactionUid)) uid: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const upstream = this.upstreams.get(id);
    const arrival = await this.sessions.show(uid, this.browsers.of(request) ?? '');
    if (!arrival?.toConfirm) return response.redirect(303, arrival ? arrivedPath(uid) : interactionPath(uid));
    const portal = await this.interactions.find(uid);
    pageHeaders(response, { formAction: [...upstream.origins, ...(portal?.origins ?? [])] });
    const page = { arrival, label: upstream.settings.label, action: confirmPath(id, uid), hidden: hiddenOf(request) };
    response
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(this.pages.confirm(language(request), page));
  }

  @Post('confirm/:uid')
  async answer(@Param('uid', shaped(interactionUid)) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    mustComeFromHere(this.forgery, request);
    const { answer } = await shape(ConfirmForm, request.body);
    const browser = this.browsers.of(request) ?? '';
    if (answer === 'yes') {
      const confirmed = await this.sessions.confirm(uid, browser);
      return response.redirect(303, confirmed ? arrivedPath(uid) : interactionPath(uid));
    }
    const away = await this.signOut.disown(uid, browser, interactionPath(uid));
    response.redirect(303, away ?? interactionPath(uid));
  }

  /** Back from the upstream's sign-out; it may have lost the state, and nobody is left without a page for that. */
  @Get('signed-out')
  async signedOut(
    @Param('id') id: string,
    @Query(shaped(SignedOutQuery)) { state }: z.infer<typeof SignedOutQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    this.upstreams.get(id);
    const returnTo = await this.signOuts.end(state ?? null, this.browsers.of(request) ?? '');
    if (returnTo === undefined && state !== undefined) throw new Refusal('upstream.sign-out-unknown', 'invalid');
    response.redirect(303, returnTo ?? '/');
  }
}

/** Who came back, for what makes nobody an account. */
const arrivingBy = ({ claims, upstream, issuer, subject }: Proof, settings: UpstreamSettings): Arriving => ({
  ...identityIn(claims, settings),
  ...{ upstream, issuer, subject, organisation: null, provisioning: 'none' },
});

const arrivedPath = (uid: string) => `/interaction/${uid}/arrived`;
const interactionPath = (uid: string) => `/interaction/${uid}`;
const confirmPath = (id: string, uid: string) => `/upstream/${id}/confirm/${uid}`;
