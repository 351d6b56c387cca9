import { IdentityStore, UnlinkIdentity } from '@habilis/accounts';
import { ChooseIdentifier, Factors, Identifiers, levelToTouch, mustBeFresh, Passwords, works } from '@habilis/credentials';
import { OwnPages, orConfirm, PasswordPages } from '@habilis/credentials/web';
import { Upstreams } from '@habilis/federation';
import { shaped, statusOf } from '@habilis/http';
import { Clock, Refusal } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Field, Form, Notice, passwordScript } from '@habilis/pages';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { IdentitiesPage } from './identities-page.tsx';
import { Names } from './names.ts';
import { Own } from './signed-in.ts';

const IdentitiesQuery = z.strictObject({ fait: z.enum(['linked', 'already', 'unlinked', 'chosen']).optional() });
const UpstreamId = z.string().regex(/^[a-z][\w-]{0,40}$/);
const IdentityId = z.string().regex(/^idn-[0-9a-z]{1,40}$/);
const ChooseForm = z.strictObject({ identifier: z.string().max(1_000), password: z.string() });
const NoForm = z.strictObject({});

const HOME = '/moi/identites';
const CHOOSE = '/moi/identites/identifiant';

/** The ways in to one's own account: those that upstreams vouch for, and one's identifier here. */
@Controller('moi/identites')
export class IdentitiesController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(OwnPages) private readonly pages: OwnPages,
    @Inject(PasswordPages) private readonly passwordPages: PasswordPages,
    @Inject(IdentityStore) private readonly identities: IdentityStore,
    @Inject(UnlinkIdentity) private readonly unlinkIdentity: UnlinkIdentity,
    @Inject(ChooseIdentifier) private readonly chooseIdentifier: ChooseIdentifier,
    @Inject(Identifiers) private readonly identifiers: Identifiers,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Factors) private readonly factors: Factors,
    @Inject(Upstreams) private readonly upstreams: Upstreams,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Own() { accountId }: WebSession,
    @Query(shaped(IdentitiesQuery)) { fait }: z.infer<typeof IdentitiesQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const [{ identities }, identifier, password, factors] = await Promise.all([
      this.identities.of(accountId),
      this.identifiers.of(accountId),
      this.passwords.of(accountId),
      this.factors.of(accountId),
    ]);
    const linked = identities.filter((each) => !each.unlinked);
    const free = this.upstreams.offered().filter(({ id }) => !linked.some(({ upstream }) => upstream === id));
    const passkeys = factors.filter((each) => each.kind === 'passkey' && works(each)).length;
    this.frame.show(request, response, {
      title: t('identities.title'),
      lead: t('identities.lead'),
      width: 'wide',
      children: <IdentitiesPage {...{ t, linked, free, identifier, password, passkeys, names: this.names, done: fait }} />,
    });
  }

  /** What is about to happen, and the form that leaves for the upstream. */
  @Get('ajouter/:upstream')
  async add(@Param('upstream', shaped(UpstreamId)) id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { settings, origins } = this.upstreams.get(id);
    if (!(await this.confirmed(request, response))) return;
    const t = this.frame.words(request);
    const upstream = settings.label;
    this.frame.show(request, response, {
      title: t('identities.add', { upstream }),
      lead: t('identities.add-lead', { upstream }),
      leadsTo: origins,
      children: (
        <Form action={`/upstream/${id}/link`} hidden={this.frame.hidden(request)}>
          <Notice kind="info">{t('identities.add-yours')}</Notice>
          <Actions>
            <Button>{t('identities.add-now', { upstream })}</Button>
            <ButtonLink href={HOME}>{t('identities.back')}</ButtonLink>
          </Actions>
        </Form>
      ),
    });
  }

  @Get('identifiant')
  async askIdentifier(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.choosing(request, response);
  }

  @Post('identifiant')
  async choose(
    @Body(shaped(ChooseForm)) form: z.infer<typeof ChooseForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    try {
      const choose = async () => (await this.chooseIdentifier.run(this.pages.proven(request), form), true);
      if (await orConfirm(this.pages, response, CHOOSE, choose)) response.redirect(303, `${HOME}?fait=chosen`);
    } catch (error) {
      const told = error instanceof Refusal && (error.kind === 'invalid' || error.kind === 'busy' || error.code === 'identifier.taken');
      if (!told) throw error;
      const { retryAfter } = error.details;
      if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
      await this.choosing(request, response.status(error.kind === 'busy' ? statusOf(error) : 422), { ...form, refusal: error });
    }
  }

  @Get(':id/retrait')
  async askRemoval(
    @Own() { accountId }: WebSession,
    @Param('id', shaped(IdentityId)) id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!(await this.confirmed(request, response))) return;
    const t = this.frame.words(request);
    const plan = await this.unlinkIdentity.plan(accountId, id).catch((error: unknown) => this.isLast(error));
    if (!plan) return this.showLast(request, response.status(409));
    const upstream = this.names.means(plan.identity.upstream);
    this.frame.show(request, response, {
      title: t('identities.remove', { upstream }),
      children: (
        <Form action={request.path} hidden={this.frame.hidden(request)}>
          <Notice kind="warning">{t('identities.removal', { upstream })}</Notice>
          <Actions>
            <Button kind="danger">{t('identities.remove-now')}</Button>
            <ButtonLink href={HOME}>{t('identities.keep')}</ButtonLink>
          </Actions>
        </Form>
      ),
    });
  }

  @Post(':id/retrait')
  async remove(
    @Own() { accountId }: WebSession,
    @Param('id', shaped(IdentityId)) id: string,
    @Body(shaped(NoForm)) _form: z.infer<typeof NoForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!(await this.confirmed(request, response))) return;
    const removed = await this.unlinkIdentity.run(accountId, id).catch((error: unknown) => this.isLast(error));
    if (!removed) return this.showLast(request, response.status(409));
    response.redirect(303, `${HOME}?fait=unlinked`);
  }

  /** Whether the last proof is recent and strong enough; the person is sent to give one otherwise. */
  private async confirmed(request: Request, response: Response): Promise<boolean> {
    const proven = this.pages.proven(request);
    const level = levelToTouch(await this.factors.of(proven.account));
    const check = async () => (mustBeFresh(proven, this.clock.now(), level), true);
    return (await orConfirm(this.pages, response, request.path, check)) ?? false;
  }

  private async choosing(request: Request, response: Response, tried?: { identifier: string; refusal: Refusal }): Promise<void> {
    const t = this.frame.words(request);
    const begin = () => this.chooseIdentifier.begin(this.pages.proven(request));
    const owner = await orConfirm(this.pages, response, CHOOSE, begin).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'identifier.factor-first') return this.showFactorFirst(request, response);
      throw error;
    });
    if (!owner) return;
    const ofName = tried?.refusal.code.startsWith('identifier.') || tried?.refusal.kind === 'busy';
    const field = (
      <Field
        label={t('passwords.identifier')}
        name="identifier"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint={t('identities.identifier-hint')}
        defaultValue={tried?.identifier.slice(0, 254) ?? ''}
        error={tried && ofName ? this.frame.refusal(request, tried.refusal) : undefined}
      />
    );
    const refusal = ofName ? undefined : tried?.refusal;
    this.frame.show(request, response, {
      title: t('identities.choose'),
      lead: t('identities.choose-lead'),
      refused: tried !== undefined,
      script: passwordScript,
      children: this.passwordPages.form(t, {
        action: CHOOSE,
        owner,
        hidden: this.frame.hidden(request),
        refusal,
        advised: true,
        before: field,
      }),
    });
  }

  private isLast(error: unknown): undefined {
    if (error instanceof Refusal && error.code === 'identity.last') return undefined;
    throw error;
  }

  /** The way forward, and not only the refusal. */
  private showLast(request: Request, response: Response): void {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('identities.last-title'),
      refused: true,
      children: (
        <>
          <Notice kind="danger">{t('identities.last')}</Notice>
          <Actions>
            <ButtonLink kind="primary" href="/moi/securite/cle">
              {t('security.passkey.add')}
            </ButtonLink>
            <ButtonLink href={HOME}>{t('identities.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  private showFactorFirst(request: Request, response: Response): undefined {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('identities.choose'),
      children: (
        <>
          <Notice kind="info">{t('identities.factor-first')}</Notice>
          <Actions>
            <ButtonLink kind="primary" href="/moi/securite/ajouter">
              {t('security.add')}
            </ButtonLink>
            <ButtonLink href={HOME}>{t('identities.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }
}
