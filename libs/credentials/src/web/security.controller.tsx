import { Me, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Choice, Field, Form, Notice, type Translate } from '@habilis/pages';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { LONGEST_NAME, type Factor } from '../factor/factor.ts';
import { Factors } from '../factor/factors.ts';
import { RemoveFactor } from '../factor/remove-factor.ts';
import { ofTheirs, RenameFactor } from '../factor/rename-factor.ts';
import { Requirements } from '../factor/required-factors.ts';
import { Passwords } from '../password/password.ts';
import { Identifiers } from '../sign-in/identifier.ts';
import { levelToTouch, mustBeFresh } from '../sign-in/step-up.ts';
import { OwnPages } from './own-pages.ts';
import { SecurityPage } from './security-page.tsx';
import { NoForm } from './forms.ts';
import { onForm, orConfirm } from './sensitive.ts';

const SecurityQuery = z.strictObject({ fait: z.enum(['added', 'renamed', 'removed', 'password']).optional() });
const FactorId = z.string().regex(/^fac-[0-9a-z]{1,40}$/);
const NameForm = z.strictObject({ name: z.string().max(1_000) });

/** What a person proves themselves with: seen, named and removed. */
@Controller('moi/securite')
export class SecurityController {
  constructor(
    @Inject(OwnPages) private readonly pages: OwnPages,
    @Inject(Factors) private readonly factors: Factors,
    @Inject(Requirements) private readonly requirements: Requirements,
    @Inject(RenameFactor) private readonly renameFactor: RenameFactor,
    @Inject(RemoveFactor) private readonly removeFactor: RemoveFactor,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Identifiers) private readonly identifiers: Identifiers,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async overview(
    @Me() me: Caller,
    @Query(shaped(SecurityQuery)) { fait }: z.infer<typeof SecurityQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.pages.words(request);
    const [factors, required, identifier, password] = await Promise.all([
      this.factors.of(me.id),
      this.requirements.of(me.id),
      this.identifiers.of(me.id),
      this.passwords.of(me.id),
    ]);
    this.pages.show(request, response, {
      title: t('security.title'),
      lead: t('security.lead'),
      width: 'wide',
      children: <SecurityPage t={t} factors={factors} required={required} identifier={identifier} password={password} done={fait} />,
    });
  }

  @Get('ajouter')
  choose(@Me() _me: Caller, @Req() request: Request, @Res() response: Response): void {
    const t = this.pages.words(request);
    this.pages.show(request, response, {
      title: t('security.add'),
      lead: t('security.add-lead'),
      children: (
        <>
          <Choice
            label={t('security.add')}
            options={[
              { href: '/moi/securite/cle', label: t('security.passkey.add'), description: t('security.passkey.why') },
              { href: '/moi/securite/application', label: t('security.totp.add'), description: t('security.totp.why') },
            ]}
          />
          <Back t={t} />
        </>
      ),
    });
  }

  @Get(':id/nom')
  async askName(@Me() me: Caller, @Param('id', shaped(FactorId)) id: string, @Req() request: Request, @Res() response: Response) {
    this.showName(request, response, ofTheirs(await this.factors.of(me.id), id));
  }

  @Post(':id/nom')
  async rename(
    @Me() me: Caller,
    @Param('id', shaped(FactorId)) id: string,
    @Body(shaped(NameForm)) { name }: z.infer<typeof NameForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    try {
      await this.renameFactor.run(me.id, { id, name });
    } catch (error) {
      onForm(error, ['factor.name']);
      const factor = ofTheirs(await this.factors.of(me.id), id);
      return this.showName(request, response.status(422), factor, this.pages.words(request)('security.name-wrong'));
    }
    response.redirect(303, '/moi/securite?fait=renamed');
  }

  @Get(':id/retrait')
  async askRemoval(@Me() me: Caller, @Param('id', shaped(FactorId)) id: string, @Req() request: Request, @Res() response: Response) {
    const all = await this.factors.of(me.id);
    const factor = ofTheirs(all, id);
    const allowed = await orConfirm(this.pages, response, request.path, async () => {
      mustBeFresh(this.pages.proven(request), this.clock.now(), levelToTouch(all));
      return true;
    });
    if (!allowed) return;
    const t = this.pages.words(request);
    this.pages.show(request, response, {
      title: t('security.remove', { name: factor.name }),
      children: (
        <Form action={request.path} hidden={this.pages.hidden(request)}>
          <Notice kind="warning">{t(`security.removal-${factor.kind}`)}</Notice>
          <Actions>
            <Button kind="danger">{t('security.remove-now')}</Button>
            <ButtonLink href="/moi/securite">{t('security.keep')}</ButtonLink>
          </Actions>
        </Form>
      ),
    });
  }

  @Post(':id/retrait')
  async remove(
    @Me() _me: Caller,
    @Param('id', shaped(FactorId)) id: string,
    @Body(shaped(NoForm)) _form: z.infer<typeof NoForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    try {
      const remove = () => this.removeFactor.run(this.pages.proven(request), id);
      if (await orConfirm(this.pages, response, request.path, remove)) response.redirect(303, '/moi/securite?fait=removed');
    } catch (error) {
      const { code } = onForm(error, ['factor.required', 'factor.last']);
      this.showNeeded(request, response.status(409), code === 'factor.last' ? 'security.needed-last' : 'security.needed');
    }
  }

  /** The way forward, and not only the refusal. */
  private showNeeded(request: Request, response: Response, why: string): void {
    const t = this.pages.words(request);
    this.pages.show(request, response, {
      title: t('security.needed-title'),
      refused: true,
      children: (
        <>
          <Notice kind="danger">{t(why)}</Notice>
          <Actions>
            <ButtonLink kind="primary" href="/moi/securite/ajouter">
              {t('security.add')}
            </ButtonLink>
            <ButtonLink href="/moi/securite">{t('security.keep')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  private showName(request: Request, response: Response, factor: Factor, error?: string): void {
    const t = this.pages.words(request);
    this.pages.show(request, response, {
      title: t('security.rename', { name: factor.name }),
      refused: error !== undefined,
      children: (
        <Form action={`/moi/securite/${factor.id}/nom`} hidden={this.pages.hidden(request)}>
          <Field label={t('security.name')} name="name" defaultValue={factor.name} maxLength={LONGEST_NAME} error={error} />
          <Actions>
            <Button>{t('security.rename-now')}</Button>
            <ButtonLink href="/moi/securite">{t('security.back')}</ButtonLink>
          </Actions>
        </Form>
      ),
    });
  }
}

function Back({ t }: { t: Translate }) {
  return (
    <Actions>
      <ButtonLink href="/moi/securite">{t('security.back')}</ButtonLink>
    </Actions>
  );
}
