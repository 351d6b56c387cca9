import { AnswerCharter } from '@habilis/charter';
import { pageHeaders } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { InteractionResults } from 'oidc-provider';
import { z } from 'zod';
import { ProviderHandle } from '../create-provider.ts';
import { Joining, Means } from '../ports.ts';
import { SignInDesk, type UnderWay } from '../sign-in-desk.ts';
import { mustComeFromHere } from './forms-from-here.ts';
import { InteractionPages } from './interaction-pages.tsx';

const CharterForm = z.object({
  answer: z.enum(['accept', 'refuse']),
  read: z.string().optional(),
  of: z.string().min(1).max(80),
  version: z.coerce.number().int(),
});
const ActivityForm = z.object({ activity: z.string().max(64) });
const LeaveForm = z.object({ session: z.literal('end').optional() });

/**
 * The steps of a sign-in, as pages: choose a means, learn that the door is shut, answer the charter, choose an
 * activity. Each form is one step; the policy decides what comes next.
 */
@Controller('interaction/:uid')
export class InteractionController {
  constructor(
    @Inject(ProviderHandle) private readonly handle: ProviderHandle,
    @Inject(SignInDesk) private readonly desk: SignInDesk,
    @Inject(InteractionPages) private readonly pages: InteractionPages,
    @Inject(AnswerCharter) private readonly answerCharter: AnswerCharter,
    @Inject(Joining) private readonly joining: Joining,
    @Inject(Means) private readonly means: Means,
  ) {}

  @Get()
  async show(@Req() req: Request, @Res() res: Response, @Param('uid') uid: string): Promise<void> {
    const underWay = await this.opened(req, res, uid);
    if (!underWay) return;
    const ahead = underWay.prompt === 'login' ? this.means.ahead(req, uid) : undefined;
    if (ahead !== undefined) return res.redirect(303, ahead);
    await this.pages.show(req, res, underWay);
  }

  @Get('arrived')
  async arrived(@Req() req: Request, @Res() res: Response, @Param('uid') uid: string): Promise<void> {
    const underWay = await this.opened(req, res, uid);
    if (underWay) res.redirect(303, await this.desk.arrive(underWay, req));
  }

  @Post('charter')
  async charter(@Req() req: Request, @Res() res: Response, @Param('uid') uid: string): Promise<void> {
    const underWay = await this.posted(req, res, uid);
    if (!underWay) return;
    const { answer, read, of: organisation, version } = asked(CharterForm, req);
    const { accountId, acr } = underWay;
    if (underWay.prompt !== 'charter' || !accountId) return res.redirect(303, `/interaction/${uid}`);
    const given = { accountId, organisation, version, acr };
    if (answer === 'refuse') {
      await this.answerCharter.run({ ...given, answer: 'refused' });
      return res.redirect(303, await this.desk.leave(underWay, 'charter-refused'));
    }
    if (read === undefined) return this.pages.show(req, res, underWay, { unread: true });
    await this.answerCharter.run({ ...given, answer: 'accepted' });
    res.redirect(303, await this.desk.moveOn(underWay, {}));
  }

  @Post('activity')
  async activity(@Req() req: Request, @Res() res: Response, @Param('uid') uid: string): Promise<void> {
    const underWay = await this.posted(req, res, uid);
    if (!underWay) return;
    const { activity } = asked(ActivityForm, req);
    // One that is not theirs chooses nothing: the policy asks again.
    res.redirect(303, await this.desk.moveOn(underWay, { activity } as InteractionResults));
  }

  @Post('ask')
  async ask(@Req() req: Request, @Res() res: Response, @Param('uid') uid: string): Promise<void> {
    const underWay = await this.posted(req, res, uid);
    if (!underWay) return;
    const { accountId, portal } = underWay;
    if (accountId && portal.organisation !== null) await this.joining.ask(accountId, portal.organisation);
    res.redirect(303, `/interaction/${uid}`);
  }

  @Post('continue')
  async continue(@Req() req: Request, @Res() res: Response, @Param('uid') uid: string): Promise<void> {
    const underWay = await this.posted(req, res, uid);
    if (underWay) res.redirect(303, await this.desk.moveOn(underWay, {}));
  }

  @Post('leave')
  async leave(@Req() req: Request, @Res() res: Response, @Param('uid') uid: string): Promise<void> {
    const underWay = await this.posted(req, res, uid);
    if (!underWay) return;
    const why = underWay.prompt === 'standing' || underWay.interrupted ? 'standing' : 'given-up';
    const { session } = asked(LeaveForm, req);
    res.redirect(303, await (session ? this.desk.leaveAndSignOut(underWay, why) : this.desk.leave(underWay, why)));
  }

  private async posted(req: Request, res: Response, uid: string): Promise<UnderWay | undefined> {
    mustComeFromHere(req, this.handle.issuer);
    return this.opened(req, res, uid);
  }

  /** The sign-in, or undefined once the page that says it is over has been sent. */
  private async opened(req: Request, res: Response, uid: string): Promise<UnderWay | undefined> {
    try {
      return await this.desk.open(req, res, uid);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'sign-in.gone') throw error;
      pageHeaders(res, { formAction: [] });
      res.status(404).type('html').send(this.pages.gone(req));
      return undefined;
    }
  }
}

/** @throws Refusal `request.malformed` (invalid) */
function asked<T>(form: z.ZodType<T>, req: Request): T {
  const read = form.safeParse(req.body ?? {});
  if (!read.success)
    throw new Refusal('request.malformed', 'invalid', { fields: read.error.issues.map(({ path }) => path.join('.')).join(', ') });
  return read.data;
}
