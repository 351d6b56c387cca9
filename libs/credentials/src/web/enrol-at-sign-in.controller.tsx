import { shaped } from '@habilis/http';
import { Clock, Refusal } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Choice, Form, Notice, passkeyScript } from '@habilis/pages';
import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { assuranceOf } from '../sign-in/assurance.ts';
import { EnrolPasskey } from '../factor/enrol-passkey.ts';
import { EnrolTotp } from '../factor/enrol-totp.ts';
import { SIGN_IN_MINUTES, type LocalSignIn } from '../sign-in/local-sign-in.ts';
import { MakeRecoveryCodes } from '../factor/make-recovery-codes.ts';
import { STEP_UP_MINUTES, type Proven } from '../sign-in/step-up.ts';
import { CodesForm, sendCodes } from './codes-file.ts';
import { CodesToKeep, PasskeyEnrolment, TotpEnrolment } from './enrolment-pages.tsx';
import { NewPasskeyForm, NoForm, TotpForm } from './forms.ts';
import { interactionUid } from './interaction-uid.ts';
import { LocalDesk, type LocalUnderWay } from './local-desk.ts';
import { SecondFactorPages } from './second-factor-pages.tsx';

const Uid = shaped(interactionUid);

/** A first second factor, enrolled during the sign-in that asks for it; then recovery codes, before leaving. */
@Controller('sign-in/:uid')
export class EnrolAtSignInController {
  constructor(
    @Inject(LocalDesk) private readonly desk: LocalDesk,
    @Inject(EnrolTotp) private readonly totp: EnrolTotp,
    @Inject(EnrolPasskey) private readonly passkey: EnrolPasskey,
    @Inject(MakeRecoveryCodes) private readonly makeCodes: MakeRecoveryCodes,
    @Inject(SecondFactorPages) private readonly pages: SecondFactorPages,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('enrol')
  async choose(@Param('uid', Uid) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.lacking(request, response, uid);
    if (!underWay) return;
    const t = this.pages.words(request);
    const { wanted = [] } = underWay.waiting.raised ?? {};
    const codesServe = canUseCodes(underWay.signIn) && !wanted.includes('urn:habilis:acr:phishing-resistant');
    const byKey = { href: `/sign-in/${uid}/enrol/passkey`, label: t('security.passkey.add'), description: t('security.passkey.why') };
    const byCode = { href: `/sign-in/${uid}/enrol/totp`, label: t('security.totp.add'), description: t('security.totp.why') };
    this.pages.show(request, response, underWay, {
      title: t('second-factor.enrol'),
      lead: t('second-factor.enrol-lead'),
      children: (
        <>
          <Choice label={t('second-factor.enrol')} options={codesServe ? [byKey, byCode] : [byKey]} />
          <p>
            <a href={`/interaction/${uid}`}>{t('sign-in.other-means')}</a>
          </p>
        </>
      ),
    });
  }

  @Get('enrol/totp')
  async askTotp(@Param('uid', Uid) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.lacking(request, response, uid);
    if (underWay) await this.showTotp(request, response, underWay);
  }

  @Post('enrol/totp')
  async addTotp(
    @Param('uid', Uid) uid: string,
    @Body(shaped(TotpForm)) form: z.infer<typeof TotpForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const underWay = await this.lacking(request, response, uid);
    if (!underWay) return;
    try {
      const { account } = await this.totp.confirm(provenIn(underWay.signIn), underWay.signIn.id, form);
      await this.desk.prove(request, response, uid, account, 'otp');
      response.redirect(303, `/sign-in/${uid}/enrolled`);
    } catch (error) {
      await this.showTotp(request, response.status(422), underWay, sayable(error));
    }
  }

  @Get('enrol/passkey')
  async askPasskey(@Param('uid', Uid) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.lacking(request, response, uid);
    if (underWay) await this.showPasskey(request, response, underWay);
  }

  @Post('enrol/passkey')
  async addPasskey(
    @Param('uid', Uid) uid: string,
    @Body(shaped(NewPasskeyForm)) form: z.infer<typeof NewPasskeyForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const underWay = await this.lacking(request, response, uid);
    if (!underWay) return;
    try {
      const { account, deviceBound = false } = await this.passkey.confirm(provenIn(underWay.signIn), underWay.signIn.id, form);
      await this.desk.prove(request, response, uid, account, 'passkey', { deviceBound });
      response.redirect(303, `/sign-in/${uid}/enrolled`);
    } catch (error) {
      await this.showPasskey(request, response.status(422), underWay, sayable(error));
    }
  }

  /** Two ways in are better than one: codes are proposed before the person goes on. */
  @Get('enrolled')
  async enrolled(@Param('uid', Uid) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.desk.open(request, uid);
    const t = this.pages.words(request);
    this.pages.show(request, response, underWay, {
      title: t('second-factor.enrolled'),
      children: (
        <>
          <Notice kind="success">{t('second-factor.enrolled-lead')}</Notice>
          <p>{t('second-factor.spare')}</p>
          <Form action={`/sign-in/${uid}/enrolled`} hidden={this.pages.hidden(request)}>
            <Actions>
              <Button>{t('security.codes.make')}</Button>
              <ButtonLink kind="quiet" href={await this.desk.next(underWay.signIn)}>
                {t('second-factor.later')}
              </ButtonLink>
            </Actions>
          </Form>
        </>
      ),
    });
  }

  @Post('enrolled')
  async codes(
    @Param('uid', Uid) uid: string,
    @Body(shaped(NoForm)) _form: z.infer<typeof NoForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const underWay = await this.desk.open(request, uid);
    if ((await this.desk.lack(underWay.signIn)) !== undefined) return response.redirect(303, await this.desk.next(underWay.signIn));
    const t = this.pages.words(request);
    const codes = await this.makeCodes.run(provenIn(underWay.signIn), t('security.codes.sheet'));
    const next = await this.desk.next(underWay.signIn);
    this.pages.show(request, response, underWay, {
      title: t('security.codes.yours'),
      children: <CodesToKeep {...{ t, codes, next }} file={`/sign-in/${uid}/enrolled/file`} hidden={this.pages.hidden(request)} />,
    });
  }

  @Post('enrolled/file')
  async file(
    @Param('uid', Uid) uid: string,
    @Body(shaped(CodesForm)) form: z.infer<typeof CodesForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.desk.open(request, uid);
    sendCodes(response, this.pages.words(request), form);
  }

  private async showTotp(request: Request, response: Response, underWay: LocalUnderWay, refused?: string): Promise<void> {
    const { id, interaction: uid } = underWay.signIn;
    const seed = await this.totp.begin(provenIn(underWay.signIn), id);
    const t = this.pages.words(request);
    const around = { action: `/sign-in/${uid}/enrol/totp`, back: `/sign-in/${uid}/enrol`, hidden: this.pages.hidden(request) };
    this.pages.show(request, response, underWay, {
      title: t('security.totp.add'),
      refused: refused !== undefined,
      children: <TotpEnrolment {...{ t, seed, ...around }} wrong={refused && t(`refusal.${refused}`)} />,
    });
  }

  private async showPasskey(request: Request, response: Response, underWay: LocalUnderWay, refused?: string): Promise<void> {
    const { id, interaction: uid } = underWay.signIn;
    const options = await this.passkey.begin(provenIn(underWay.signIn), id);
    const t = this.pages.words(request);
    const around = { action: `/sign-in/${uid}/enrol/passkey`, back: `/sign-in/${uid}/enrol`, hidden: this.pages.hidden(request) };
    this.pages.show(request, response, underWay, {
      title: t('security.passkey.add'),
      refused: refused !== undefined,
      script: passkeyScript,
      children: <PasskeyEnrolment {...{ t, options, ...around }} wrong={refused && t(`refusal.${refused}`)} />,
    });
  }

  /** A session alone adds nothing to what its person proves themselves with: whoever stole one would make it theirs. */
  private tooOld(request: Request, response: Response, underWay: LocalUnderWay): undefined {
    const t = this.pages.words(request);
    this.pages.show(request, response.status(403), underWay, {
      title: t('second-factor.first-prove'),
      children: (
        <>
          <Notice kind="warning">{t('refusal.step-up.needed')}</Notice>
          <Actions>
            <ButtonLink kind="primary" href={`/interaction/${underWay.signIn.interaction}`}>
              {t('sign-in.other-means')}
            </ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  /** A sign-in that lacks a factor to enrol, or a session that is asked for one its person does not hold. */
  private async lacking(request: Request, response: Response, uid: string): Promise<LocalUnderWay | undefined> {
    const underWay = await this.desk.open(request, uid);
    const lack = await this.desk.lack(underWay.signIn);
    const asked = lack === 'enrolment' || (lack === 'second-factor' && underWay.signIn.purpose === 'second-factor');
    if (asked && isFresh(provenIn(underWay.signIn), this.clock.now())) return underWay;
    if (asked) return this.tooOld(request, response, underWay);
    response.redirect(303, await this.desk.next(underWay.signIn));
    return undefined;
  }
}

/** Whether what was proved is recent enough to add a factor to it. */
const isFresh = ({ at }: Proven, now: Date): boolean => now.getTime() - at.getTime() < STEP_UP_MINUTES * 60_000;

/** What has been proved in this sign-in. Of an invitation, the link that was opened, when it was. */
function provenIn({ account, proofs, expiresAt }: LocalSignIn): Proven {
  const before = proofs.find((each) => each.before)?.before;
  const acr = assuranceOf({ proofs: proofs.map(({ proof }) => proof), ...(before && { before }) })?.acr ?? null;
  const begun = expiresAt.getTime() - SIGN_IN_MINUTES * 60_000;
  return { account: account!, acr, at: new Date(proofs.length === 0 ? begun : Math.max(...proofs.map(({ at }) => at.getTime()))) };
}

/** A code is worth something on top of another proof only. */
const canUseCodes = ({ proofs }: LocalSignIn): boolean => proofs.length > 0;

function sayable(error: unknown): string {
  if (error instanceof Refusal && SAID.has(error.code)) return error.code;
  throw error;
}

const SAID: ReadonlySet<string> = new Set(['otp.wrong', 'factor.name', 'enrolment.gone', 'passkey.refused', 'factor.taken']);
