import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { CharterStore, type CharterAnswer } from '@habilis/charter';
import { shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { Actions, Badge, ButtonLink, Definition, EmptyState, Prose, Time, type Translate } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';
import { Own } from './signed-in.ts';

const Version = z.coerce.number().int().positive().max(100_000);
const OrganisationId = z.string().regex(/^org-[a-z0-9-]{1,60}$/);

/** The charters a person answered, and every text under an address that does not change. @source CPAM13.2.2 */
@Controller('moi/chartes')
export class ChartersController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(CharterStore) private readonly charters: CharterStore,
    @Inject(Names) private readonly names: Names,
  ) {}

  @Get()
  async list(@Own() session: WebSession, @Req() request: Request, @Res() response: Response): Promise<void> {
    const t = this.frame.words(request);
    const answers = await this.charters.answersOf(session.accountId);
    this.frame.show(request, response, {
      title: t('own.charters.title'),
      lead: t('own.charters.lead'),
      children: (
        <>
          {answers.length === 0 && <EmptyState title={t('own.charters.none')} />}
          <ul role="list">
            {answers.map((answer) => (
              <li key={`${answer.organisation} ${answer.at.toISOString()}`}>
                <OneAnswer t={t} answer={answer} organisation={this.names.organisation(answer.organisation)} />
              </li>
            ))}
          </ul>
          <Actions>
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  @Get(':organisation/:version')
  async text(
    @Own() _session: WebSession,
    @Param('organisation', shaped(OrganisationId)) organisation: string,
    @Param('version', shaped(Version)) version: number,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const text = await this.charters.text(organisation, version);
    if (!text) throw new Refusal('charter.unknown', 'unknown', { organisation, version });
    this.frame.show(request, response, {
      title: text.title,
      organisation: this.names.organisation(organisation),
      children: (
        <>
          <Prose markdown={text.body} />
          <p className="hint">{t('own.charters.fingerprint', { sha256: text.sha256 })}</p>
          <Actions>
            <ButtonLink href="/moi/chartes">{t('own.charters.title')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }
}

function OneAnswer({
  t,
  answer: { organisation, version, answer, at },
  organisation: name,
}: {
  t: Translate;
  answer: CharterAnswer;
  organisation: string;
}) {
  return (
    <>
      <h2>
        {name} <Badge kind={answer === 'accepted' ? 'success' : 'warning'}>{t(`own.charters.${answer}`)}</Badge>
      </h2>
      <Definition
        items={[
          { term: t('own.charters.at'), value: <Time at={at} /> },
          {
            term: t('own.charters.text'),
            value: <a href={`/moi/chartes/${organisation}/${version}`}>{t('own.charters.read', { version })}</a>,
          },
        ]}
      />
    </>
  );
}
