import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { shaped } from '@habilis/http';
import { Actions, ButtonLink, LANGUAGE_COOKIE, LANGUAGES, Notice } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { LOCAL_PLACE } from '../session/local-place.ts';
import { Frame } from './frame.tsx';

const HomeQuery = z.strictObject({
  'signed-in': z.literal('no').optional(),
  'signed-out': z.literal('yes').optional(),
  state: z.string().max(500).optional(),
});
const LanguageQuery = z.strictObject({ retour: z.string().regex(LOCAL_PLACE).default('/') });
const LanguageParam = z.enum(LANGUAGES);
const YEAR = 365 * 24 * 3600 * 1000;

/** The front door, and the choice of a language. */
@Controller()
export class HomeController {
  constructor(@Inject(Frame) private readonly frame: Frame) {}

  @Get()
  home(@Query(shaped(HomeQuery)) query: z.infer<typeof HomeQuery>, @Req() request: Request, @Res() response: Response): void {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('own.home.title'),
      lead: t('own.home.lead'),
      children: (
        <>
          {query['signed-in'] && <Notice kind="warning">{t('own.home.not-signed-in')}</Notice>}
          {query['signed-out'] && <Notice kind="success">{t('own.home.signed-out')}</Notice>}
          <Actions>
            <ButtonLink kind="primary" href="/moi">
              {t('own.home.account')}
            </ButtonLink>
            <ButtonLink href="/console/">{t('own.home.console')}</ButtonLink>
          </Actions>
          <p className="hint">{t('own.home.portals')}</p>
        </>
      ),
    });
  }

  @Get('langue/:language')
  choose(
    @Param('language', shaped(LanguageParam)) language: z.infer<typeof LanguageParam>,
    @Query(shaped(LanguageQuery)) { retour }: z.infer<typeof LanguageQuery>,
    @Res() response: Response,
  ): void {
    response.cookie(LANGUAGE_COOKIE, language, { sameSite: 'lax', maxAge: YEAR, path: '/' });
    response.redirect(303, retour);
  }
}
