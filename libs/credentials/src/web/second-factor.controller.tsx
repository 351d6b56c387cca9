import { shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { offered, type Factor, type FactorKind } from '../factor/factor.ts';
import { Factors } from '../factor/factors.ts';
import { ProveOtp } from '../factor/prove-otp.ts';
import { ProvePasskey } from '../factor/prove-passkey.ts';
import { ProveRecoveryCode } from '../factor/prove-recovery-code.ts';
import { serves } from '../factor/required-factors.ts';
import type { Acr } from '../sign-in/assurance.ts';
import { CodeForm, PasskeyForm } from './forms.ts';
import { interactionUid } from './interaction-uid.ts';
import { LocalDesk, type LocalUnderWay } from './local-desk.ts';
import { SecondFactorPages } from './second-factor-pages.tsx';

const StartForm = z.strictObject({ interaction: interactionUid });
const WhichQuery = z.strictObject({ moyen: z.enum(['totp', 'passkey', 'recovery']).optional() });

/** Proving a second factor during a sign-in, or on top of a session that a portal asks more of. */
@Controller('sign-in')
export class SecondFactorController {
  constructor(
    @Inject(LocalDesk) private readonly desk: LocalDesk,
    @Inject(Factors) private readonly factors: Factors,
    @Inject(ProveOtp) private readonly otp: ProveOtp,
    @Inject(ProvePasskey) private readonly passkey: ProvePasskey,
    @Inject(ProveRecoveryCode) private readonly code: ProveRecoveryCode,
    @Inject(SecondFactorPages) private readonly pages: SecondFactorPages,
  ) {}

  /** The session's person proves more, instead of signing in again. */
  @Post('raise')
  async raise(@Body(shaped(StartForm)) form: z.infer<typeof StartForm>, @Res() response: Response): Promise<void> {
    response.redirect(303, await this.desk.raise(response, form.interaction));
  }

  @Get(':uid/second-factor')
  async show(
    @Param('uid', shaped(interactionUid)) uid: string,
    @Query(shaped(WhichQuery)) { moyen }: z.infer<typeof WhichQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const underWay = await this.asked(request, response, uid);
    if (underWay) await this.page(request, response, underWay, moyen);
  }

  @Post(':uid/second-factor/code')
  async byCode(
    @Param('uid', shaped(interactionUid)) uid: string,
    @Body(shaped(CodeForm)) { code }: z.infer<typeof CodeForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const prove = async (account: string) => (await this.otp.run(account, code), { account, proof: 'otp' as const });
    await this.proved(request, response, uid, 'totp', prove);
  }

  @Post(':uid/second-factor/recovery')
  async byRecoveryCode(
    @Param('uid', shaped(interactionUid)) uid: string,
    @Body(shaped(CodeForm)) { code }: z.infer<typeof CodeForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const prove = async (account: string) => (await this.code.run(account, code), { account, proof: 'recovery' as const });
    await this.proved(request, response, uid, 'recovery', prove);
  }

  @Post(':uid/second-factor/passkey')
  async byPasskey(
    @Param('uid', shaped(interactionUid)) uid: string,
    @Body(shaped(PasskeyForm)) form: z.infer<typeof PasskeyForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const prove = async (_account: string, { signIn }: LocalUnderWay) => {
      const { account, deviceBound } = await this.passkey.run(signIn.id, form.response);
      return { account, proof: 'passkey' as const, deviceBound };
    };
    await this.proved(request, response, uid, 'passkey', prove);
  }

  private async proved(
    request: Request,
    response: Response,
    uid: string,
    kind: FactorKind,
    prove: (
      account: string,
      underWay: LocalUnderWay,
    ) => Promise<{ account: string; proof: 'otp' | 'recovery' | 'passkey'; deviceBound?: boolean }>,
  ): Promise<void> {
    const underWay = await this.asked(request, response, uid);
    if (!underWay) return;
    try {
      const { account, proof, ...details } = await prove(underWay.signIn.account!, underWay);
      response.redirect(303, await this.desk.prove(request, response, uid, account, proof, details));
    } catch (error) {
      if (!(error instanceof Refusal) || !SAID_ON_THE_PAGE.has(error.code)) throw error;
      const { retryAfter } = error.details;
      if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
      await this.page(request, response.status(error.kind === 'busy' ? 429 : 422), underWay, kind, error);
    }
  }

  /** A sign-in that lacks a second factor, and nobody else's; whoever needs something else is sent there. */
  private async asked(request: Request, response: Response, uid: string): Promise<LocalUnderWay | undefined> {
    const underWay = await this.desk.open(request, uid);
    const lack = await this.desk.lack(underWay.signIn);
    if (lack === 'second-factor' || (lack === 'enrolment' && underWay.signIn.purpose === 'second-factor')) return underWay;
    response.redirect(303, await this.desk.next(underWay.signIn));
    return undefined;
  }

  private async page(request: Request, response: Response, underWay: LocalUnderWay, kind?: FactorKind, refusal?: Refusal): Promise<void> {
    const { signIn, waiting } = underWay;
    const usable = servingOneOf(offered(await this.factors.of(signIn.account!)), waiting.raised?.wanted ?? []);
    const shown = usable.find((each) => each.kind === kind) ?? usable[0];
    if (!shown) return response.redirect(303, `/sign-in/${signIn.interaction}/enrol`);
    const options = shown.kind === 'passkey' ? await this.passkey.begin(signIn.account, signIn.id) : undefined;
    this.pages.ask(request, response, {
      ...underWay,
      kind: shown.kind,
      kinds: [...new Set(usable.map((each) => each.kind))],
      options,
      refusal,
    });
  }
}

/** Refusals after which the person tries again, at once or a little later. */
const SAID_ON_THE_PAGE: ReadonlySet<string> = new Set(['otp.wrong', 'recovery-code.wrong', 'passkey.refused', 'sign-in.slow']);

/** What is of no use for any of the levels asked is not offered; nothing asked, everything is. */
const servingOneOf = (factors: readonly Factor[], wanted: readonly Acr[]): readonly Factor[] =>
  wanted.length === 0 ? factors : factors.filter((each) => wanted.some((level) => serves(each, level)));
