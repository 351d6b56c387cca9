import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { ForgeryGuard, shape } from '@habilis/http';
import { Refusal, type Clock } from '@habilis/kernel';
import type { Request, Response } from 'express';
import passport from 'passport';
import { z } from 'zod';
import { Interactions, type Departures } from '../ports.ts';
import { Upstreams } from '../upstreams.ts';
import { Browsers } from './browser.ts';
import { Linking } from './linking.ts';
import { Reidentification } from './reidentification.ts';
import { mustComeFromHere } from './rules-of-others.ts';
import { DepartureStore, type Leaving } from './state-store.ts';
import { UpstreamStrategy, type Half, type Returned } from './upstream-strategy.ts';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      half?: Half;
      returned?: Returned;
    }
  }
}

/** Uids of the provider are nanoids; anything else was typed by hand. */
export const interactionUid = z.string().regex(/^[\w-]{16,64}$/);

const StartForm = z.strictObject({ interaction: interactionUid, again: z.literal('yes').optional(), csrf: z.string().max(200).optional() });

const LinkForm = z.strictObject({ csrf: z.string().max(200).optional() });
const IdentifyForm = LinkForm.extend({ identifier: z.string().trim().min(1).max(254) });

/** Leaving for anything but a sign-in: a session left open at the upstream proves nothing of who sits here. */
const FRESH = { interaction: null, link: null, identifyFor: null, fresh: true, asksAgain: false } as const;

/** Registers one Passport strategy an upstream, as `upstream:<id>`. At boot; nothing is asked of the upstreams. */
export function registerStrategies(upstreams: Upstreams, departures: Departures, browsers: Browsers, clock: Clock): void {
  for (const upstream of upstreams.all()) {
    const store = new DepartureStore(upstream, departures, (request) => browsers.of(request));
    passport.use(new UpstreamStrategy(upstream, store, clock));
  }
}

/** Lets people leave for an upstream and come back from it; what comes back is on `request.returned`. */
@Injectable()
export class UpstreamGuard implements CanActivate {
  readonly #guards = new Map<string, CanActivate>();

  constructor(
    @Inject(Upstreams) private readonly upstreams: Upstreams,
    @Inject(Interactions) private readonly interactions: Interactions,
    @Inject(Browsers) private readonly browsers: Browsers,
    @Inject(Linking) private readonly linking: Linking,
    @Inject(Reidentification) private readonly reidentification: Reidentification,
    @Inject(ForgeryGuard) private readonly forgery: ForgeryGuard,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request<{ id: string }>>();
    const { id } = this.upstreams.get(request.params.id);
    request.half =
      request.method === 'POST' ? { half: 'start', leaving: await this.leaving(request, http.getResponse()) } : { half: 'callback' };
    return (await this.guardOf(id).canActivate(context)) as boolean;
  }

  /** @throws Refusal `request.cross-site`, `request.malformed` or `upstream.interaction-over` */
  private async leaving(request: Request<{ id: string }>, response: Response): Promise<Leaving> {
    mustComeFromHere(this.forgery, request);
    if (request.path.endsWith('/link')) return this.linkingFrom(request, response);
    if (request.path.endsWith('/identify')) return this.identifyingFrom(request, response);
    const form = await shape(StartForm, request.body);
    const interaction = await this.interactions.find(form.interaction);
    if (!interaction) throw new Refusal('upstream.interaction-over', 'conflict');
    request.interaction = form.interaction;
    const browser = this.browsers.know(request, response);
    return { ...FRESH, interaction: form.interaction, browser, fresh: interaction.fresh, asksAgain: form.again === 'yes' };
  }

  private async linkingFrom(request: Request, response: Response): Promise<Leaving> {
    request.errand = 'link';
    await shape(LinkForm, request.body);
    const link = await this.linking.begin(request);
    return { ...FRESH, link, browser: this.browsers.know(request, response) };
  }

  /** Only to an upstream trusted to say who people are, and asked in the name that the account is found by. */
  private async identifyingFrom(request: Request<{ id: string }>, response: Response): Promise<Leaving> {
    request.errand = 'identify';
    if (!this.upstreams.get(request.params.id).vouches) throw new Refusal('upstream.vouches-for-nobody', 'forbidden');
    const { identifier } = await shape(IdentifyForm, request.body);
    await this.reidentification.begin(request);
    return { ...FRESH, identifyFor: identifier, browser: this.browsers.know(request, response) };
  }

  private guardOf(id: string): CanActivate {
    const known = this.#guards.get(id);
    if (known) return known;
    const made = new (passportGuard(id))();
    this.#guards.set(id, made);
    return made;
  }
}

/** @nestjs/passport's guard, told which half it is and made to pass refusals on as they are. */
const passportGuard = (id: string) =>
  class extends AuthGuard(`upstream:${id}`) {
    override getAuthenticateOptions(context: ExecutionContext) {
      return { ...context.switchToHttp().getRequest<Request>().half!, session: false, property: 'returned' };
    }

    override handleRequest<Found>(error: unknown, returned: Found): Found {
      if (error || !returned) throw error ?? new Refusal('upstream.answer-refused', 'forbidden');
      return returned;
    }
  };
