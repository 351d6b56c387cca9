import { pageHeaders, shape } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { language, type Hidden } from '@habilis/pages';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ChoosePassword } from '../password/choose-password.ts';
import { AskForNewPassword } from '../password/forgotten-password.ts';
import { OneTimeLinks, type OneTimeLink } from '../one-time-link.ts';
import { PasswordOwners } from '../password/password-owner.ts';
import { Passwords } from '../password/password.ts';
import { LocalDesk } from './local-desk.ts';
import { PasswordPages } from './password-pages.tsx';

const AskForm = z.strictObject({ identifier: z.string().max(1_000) });
const NewForm = z.strictObject({ password: z.string() });

/** Forgotten passwords: the request, which tells nothing, and the link, which a look does not use up. */
@Controller('mot-de-passe')
export class ForgottenController {
  constructor(
    @Inject(AskForNewPassword) private readonly ask: AskForNewPassword,
    @Inject(OneTimeLinks) private readonly links: OneTimeLinks,
    @Inject(PasswordOwners) private readonly owners: PasswordOwners,
    @Inject(ChoosePassword) private readonly choose: ChoosePassword,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(LocalDesk) private readonly desk: LocalDesk,
    @Inject(PasswordPages) private readonly pages: PasswordPages,
  ) {}

  @Get()
  form(@Req() request: Request, @Res() response: Response): void {
    send(response, this.pages.forgotten(language(request), hiddenOf(request)));
  }

  @Post()
  async asked(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { identifier } = await shape(AskForm, request.body);
    await this.ask.run(identifier);
    send(response.status(200), this.pages.onItsWay(language(request)));
  }

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const link = await this.links.look('reset', token);
    if (!link) return send(response.status(404), this.pages.over(language(request), 'reset'));
    await this.sendForm(request, response, token, link);
  }

  @Post(':token')
  async reset(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { password } = await shape(NewForm, request.body);
    const link = await this.links.look('reset', token);
    const owner = link && (await this.owners.of(link.account));
    if (!owner) return send(response.status(404), this.pages.over(language(request), 'reset'));
    try {
      const account = await this.passwords.reset(token, await this.choose.run(owner, password));
      await this.desk.carry(response, { purpose: 'sign-in', account, proofs: [{ proof: 'password', at: new Date() }] });
      response.redirect(303, '/session/sign-in?for=own');
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
      await this.sendForm(request, response.status(422), token, link, error);
    }
  }

  private async sendForm(request: Request, response: Response, token: string, link: OneTimeLink, refusal?: Refusal): Promise<void> {
    const owner = await this.owners.of(link.account);
    if (!owner) return send(response.status(404), this.pages.over(language(request), 'reset'));
    send(response, this.pages.choose(language(request), { action: `/mot-de-passe/${token}`, owner, hidden: hiddenOf(request), refusal }));
  }
}

const hiddenOf = ({ csrf }: Request): Hidden => (csrf ? { csrf } : {});

function send(response: Response, html: string): void {
  pageHeaders(response, { formAction: [], script: true });
  response.type('html').send(html);
}
