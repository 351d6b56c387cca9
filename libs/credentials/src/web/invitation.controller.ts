import { pageHeaders, shape } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { language, type Hidden } from '@habilis/pages';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ChoosePassword } from '../password/choose-password.ts';
import { Identifiers } from '../sign-in/identifier.ts';
import { Invitations } from '../invitation/invitation.ts';
import { OneTimeLinks } from '../one-time-link.ts';
import { PasswordOwners } from '../password/password-owner.ts';
import { Passwords } from '../password/password.ts';
import { LocalDesk } from './local-desk.ts';
import { PasswordPages } from './password-pages.tsx';

const ChooseForm = z.strictObject({ password: z.string() });
const KINDS = ['invitation', 'bootstrap'] as const;

/** Someone invited chooses what they will sign in with; opening the page uses nothing up. */
@Controller('invitation/:token')
export class InvitationController {
  constructor(
    @Inject(OneTimeLinks) private readonly links: OneTimeLinks,
    @Inject(PasswordOwners) private readonly owners: PasswordOwners,
    @Inject(Identifiers) private readonly identifiers: Identifiers,
    @Inject(Invitations) private readonly invitations: Invitations,
    @Inject(ChoosePassword) private readonly choose: ChoosePassword,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(LocalDesk) private readonly desk: LocalDesk,
    @Inject(PasswordPages) private readonly pages: PasswordPages,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.page(request, response, token);
  }

  @Post()
  async password(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { password } = await shape(ChooseForm, request.body);
    const link = await this.links.look(KINDS, token);
    const owner = link && (await this.owners.of(link.account));
    if (!owner) return this.over(request, response);
    try {
      const account = await this.passwords.accept(token, await this.choose.run(owner, password));
      await this.desk.carry(response, { purpose: 'sign-in', account, proofs: [{ proof: 'password', at: new Date() }] });
      response.redirect(303, '/session/sign-in?for=own');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'link.over') return this.over(request, response);
      if (error.kind !== 'invalid') throw error;
      await this.page(request, response.status(422), token, error);
    }
  }

  /** The link is proof enough to enrol a passkey, which is then proof enough to come in. */
  @Post('passkey')
  async passkey(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const account = await this.invitations.accept(token);
    if (account === undefined) return this.over(request, response);
    await this.desk.carry(response, { purpose: 'enrolment', account, proofs: [] });
    response.redirect(303, '/session/sign-in?for=own');
  }

  private async page(request: Request, response: Response, token: string, refusal?: Refusal): Promise<void> {
    const link = await this.links.look(KINDS, token);
    const owner = link && (await this.owners.of(link.account));
    const identifier = link && (await this.identifiers.of(link.account));
    if (!owner || !identifier) return this.over(request, response);
    const shown = { action: `/invitation/${token}`, owner, identifier: identifier.written, hidden: hiddenOf(request), refusal };
    this.send(response, this.pages.invited(language(request), shown));
  }

  private over(request: Request, response: Response): void {
    this.send(response.status(404), this.pages.over(language(request), 'invitation'));
  }

  private send(response: Response, html: string): void {
    pageHeaders(response, { formAction: [], script: true });
    response.type('html').send(html);
  }
}

const hiddenOf = ({ csrf }: Request): Hidden => (csrf ? { csrf } : {});
