import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { Me, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Definition, EmptyState, Form, Notice, Time, type Translate } from '@habilis/pages';
import { SessionEnding, type OwnSession } from '@habilis/provider';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';
import { Own } from './signed-in.ts';
import type { WebSession } from '../session/web-sessions.ts';

const SessionsQuery = z.strictObject({ ended: z.literal('1').optional() });
const SessionId = z.string().regex(/^[\w-]{16,64}$/);

/** Where a person is signed in, and how they end it. */
@Controller('moi/sessions')
export class SessionsController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(SessionEnding) private readonly sessions: SessionEnding,
    @Inject(Names) private readonly names: Names,
  ) {}

  @Get()
  async list(
    @Own() session: WebSession,
    @Query(shaped(SessionsQuery)) { ended }: z.infer<typeof SessionsQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const open = await this.sessions.of(session.accountId);
    this.frame.show(request, response, {
      title: t('own.sessions.title'),
      lead: t('own.sessions.lead'),
      children: (
        <>
          {ended && <Notice kind="success">{t('own.sessions.ended')}</Notice>}
          {open.length === 0 && <EmptyState title={t('own.sessions.none')} />}
          <ul role="list" className="places">
            {open.map((each) => (
              <li key={each.uid}>
                <OneSession t={t} session={each} names={this.names} hidden={this.frame.hidden(request)} />
              </li>
            ))}
          </ul>
          {open.length > 0 && (
            <Form action="/moi/sessions/end-all" hidden={this.frame.hidden(request)}>
              <Button kind="danger">{t('own.sessions.end-all')}</Button>
            </Form>
          )}
          <Actions>
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  @Post('end-all')
  async endAll(@Me() me: Caller, @Res() response: Response): Promise<void> {
    await this.sessions.endAll(me.id, 'ended-by-person');
    response.redirect(303, '/?signed-out=yes');
  }

  @Post(':uid/end')
  async end(@Me() me: Caller, @Param('uid', shaped(SessionId)) uid: string, @Res() response: Response): Promise<void> {
    await this.sessions.end(uid, me.id, 'ended-by-person');
    response.redirect(303, '/moi/sessions?ended=1');
  }
}

interface OneSessionProps {
  readonly t: Translate;
  readonly session: OwnSession;
  readonly names: Names;
  readonly hidden: Record<string, string>;
}

function OneSession({ t, session, names, hidden }: OneSessionProps) {
  return (
    <>
      <h2>{session.browser || t('own.sessions.browser')}</h2>
      <Definition
        items={[
          { term: t('own.sessions.since'), value: <Time at={session.since} /> },
          { term: t('own.sessions.seen'), value: <Time at={session.lastSeen} /> },
          { term: t('own.sessions.portals'), value: session.portals.map((each) => names.portal(each)).join(', ') || '–' },
        ]}
      />
      <Form action={`/moi/sessions/${session.uid}/end`} hidden={hidden}>
        <Button kind="secondary">{t('own.sessions.end')}</Button>
      </Form>
    </>
  );
}
