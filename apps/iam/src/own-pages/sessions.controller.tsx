import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { Me, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import { Actions, Badge, Button, ButtonLink, Definition, EmptyState, Form, Notice, Time, type Translate } from '@habilis/pages';
import { SessionEnding, thisOne, type OwnSession } from '@habilis/provider';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { levelInWords } from './level-in-words.ts';
import { Names } from './names.ts';
import { Own } from './signed-in.ts';
import type { WebSession } from '../session/web-sessions.ts';

/** Shown at once: more are a click away, and ending them all never asks to see them. */
const AT_ONCE = 10;
const SessionsQuery = z.strictObject({
  ended: z.enum(['one', 'others']).optional(),
  voir: z.coerce.number().int().min(AT_ONCE).max(10_000).default(AT_ONCE),
});
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
    @Query(shaped(SessionsQuery)) { ended, voir }: z.infer<typeof SessionsQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const open = await this.sessions.of(session.accountId);
    const here = thisOne(open, session);
    const hidden = this.frame.hidden(request);
    // This browser first; the others in the order in which they were last seen.
    const shown = [...open].sort((one, other) => Number(other === here) - Number(one === here)).slice(0, voir);
    const left = open.length - shown.length;
    this.frame.show(request, response, {
      title: t('own.sessions.title'),
      lead: t('own.sessions.lead'),
      children: (
        <>
          {ended && <Notice kind="success">{t(`own.sessions.ended-${ended}`)}</Notice>}
          {open.length === 0 && <EmptyState title={t('own.sessions.none')} />}
          {open.length > 1 && <p>{t('own.sessions.count', { count: open.length })}</p>}
          {here && open.length > 1 && (
            <Form action="/moi/sessions/end-others" hidden={hidden}>
              <Button>{t('own.sessions.end-others')}</Button>
            </Form>
          )}
          <ul role="list" className="places">
            {shown.map((each) => (
              <li key={each.uid}>
                <OneSession t={t} session={each} here={each === here} names={this.names} hidden={hidden} />
              </li>
            ))}
          </ul>
          {left > 0 && <ButtonLink href={`/moi/sessions?voir=${voir + AT_ONCE}`}>{t('own.sessions.more', { count: left })}</ButtonLink>}
          {open.length > 0 && (
            <Form action="/moi/sessions/end-all" hidden={hidden}>
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

  /** Everything but this browser; when it cannot be told which one this is, nothing is left open. */
  @Post('end-others')
  async endOthers(@Own() session: WebSession, @Res() response: Response): Promise<void> {
    const here = thisOne(await this.sessions.of(session.accountId), session);
    await this.sessions.endAll(session.accountId, 'ended-by-person', here?.uid);
    response.redirect(303, here ? '/moi/sessions?ended=others' : '/?signed-out=yes');
  }

  @Post('end-all')
  async endAll(@Me() me: Caller, @Res() response: Response): Promise<void> {
    await this.sessions.endAll(me.id, 'ended-by-person');
    response.redirect(303, '/?signed-out=yes');
  }

  @Post(':uid/end')
  async end(@Me() me: Caller, @Param('uid', shaped(SessionId)) uid: string, @Res() response: Response): Promise<void> {
    await this.sessions.end(uid, me.id, 'ended-by-person');
    response.redirect(303, '/moi/sessions?ended=one');
  }
}

interface OneSessionProps {
  readonly t: Translate;
  readonly session: OwnSession;
  /** It is the one this page is read with. */
  readonly here: boolean;
  readonly names: Names;
  readonly hidden: Record<string, string>;
}

function OneSession({ t, session, here, names, hidden }: OneSessionProps) {
  const { uid, browser, since, lastSeen, upstream, acr, network, portals } = session;
  return (
    <>
      <h2>
        {browser || t('own.sessions.browser')} {here && <Badge kind="success">{t('own.sessions.this-one')}</Badge>}
      </h2>
      <Definition
        items={[
          { term: t('own.sessions.since'), value: <Time at={since} /> },
          { term: t('own.sessions.seen'), value: <Time at={lastSeen} /> },
          { term: t('own.sessions.means'), value: upstream === null ? '–' : names.means(upstream) },
          { term: t('own.account.level'), value: levelInWords(t, acr) },
          { term: t('own.sessions.network'), value: t(`own.sessions.network-${network ?? 'unknown'}`) },
          { term: t('own.sessions.portals'), value: portals.map((each) => names.portal(each)).join(', ') || '–' },
        ]}
      />
      <Form action={`/moi/sessions/${uid}/end`} hidden={hidden}>
        <Button kind="secondary">{t(here ? 'own.sessions.end-here' : 'own.sessions.end')}</Button>
      </Form>
    </>
  );
}
