import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { PutOffAllRoles } from '@habilis/access';
import { shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { OwnCookie } from './cookies.ts';
import { Log } from './log.ts';
import { LOCAL_PLACE } from './local-place.ts';
import { OwnProvider, type Asked } from './own-provider.ts';
import { Tickets } from './tickets.ts';
import { WebSessions } from './web-sessions.ts';

/** Our screens, by the word their links use: the client they are, and where they begin. */
const SCREENS = {
  console: { clientId: 'habilis-console', home: '/console/' },
  own: { clientId: 'habilis-own', home: '/moi' },
} as const;

/** What is confirmed: that it is still them, or that and a level. */
const CONFIRMATIONS = ['recent', 'two-factor', 'phishing-resistant'] as const;

const SignInQuery = z.strictObject({
  for: z.enum(['console', 'own']),
  return: z.string().regex(LOCAL_PLACE).optional(),
  fresh: z.literal('1').optional(),
  confirm: z.enum(CONFIRMATIONS).optional(),
});

/** `fresh` is a whole sign-in again; `confirm` asks for as little as shows that the person is there, at that level. */
function asked({ fresh, confirm }: z.infer<typeof SignInQuery>): Asked {
  if (fresh) return { prompt: 'login', max_age: '0' };
  if (!confirm) return {};
  return { max_age: CONFIRMED_WITHIN, ...(confirm !== 'recent' && { acr_values: `urn:habilis:acr:${confirm}` }) };
}

/** Seconds: someone sent to confirm has proved nothing for five minutes, and must not be sent again before they have read. */
const CONFIRMED_WITHIN = '60';

/** Signing in to, and out of, our own screens: the console and the person's own pages. */
@Controller('session')
export class SessionController {
  constructor(
    @Inject(OwnProvider) private readonly provider: OwnProvider,
    @Inject(WebSessions) private readonly sessions: WebSessions,
    @Inject(Tickets) private readonly tickets: Tickets,
    @Inject(PutOffAllRoles) private readonly putOffAll: PutOffAllRoles,
    @Inject(OwnCookie) private readonly cookie: OwnCookie,
    @Inject(Log) private readonly logger: Log,
  ) {}

  @Get('sign-in')
  async begin(@Query(shaped(SignInQuery)) query: z.infer<typeof SignInQuery>, @Res() res: Response): Promise<void> {
    const screen = SCREENS[query.for];
    const { url, ticket } = await this.provider.begin(screen.clientId, query.return ?? screen.home, asked(query));
    this.tickets.give(res, ticket);
    res.redirect(303, url.href);
  }

  @Get('callback')
  async complete(@Req() req: Request, @Res() res: Response): Promise<void> {
    const ticket = this.tickets.take(req, res);
    // A page reloaded, or a sign-in begun in another browser: start over rather than explain.
    if (!ticket) return res.redirect(303, '/');
    if (req.query['error'] !== undefined) return res.redirect(303, `/?signed-in=no`);
    const { claims, idToken } = await this.provider
      .complete(ticket, new URL(req.originalUrl, 'http://here').search)
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'a sign-in to our own screens failed');
        throw new Refusal('session.sign-in-failed', 'invalid');
      });
    // Confirming who is there goes on with the session; coming begins one, with nothing put on.
    if (req.webSession?.accountId !== claims.sub) await this.putOffAll.run(claims.sub, 'session-began');
    if (req.webSession) await this.sessions.close(req.webSession.id);
    const key = await this.sessions.open({
      accountId: claims.sub,
      clientId: ticket.clientId,
      sid: typeof claims['sid'] === 'string' ? claims['sid'] : null,
      acr: typeof claims.acr === 'string' ? claims.acr : null,
      authTime: new Date((claims.auth_time ?? claims.iat) * 1000),
      idToken,
    });
    this.cookie.write(res, key);
    res.redirect(303, ticket.returnTo);
  }

  /** Signs out here, at the provider and upstream; safe to repeat. */
  @Post('sign-out')
  async end(@Req() req: Request, @Res() res: Response): Promise<void> {
    const session = req.webSession;
    this.cookie.clear(res);
    if (session) await this.putOffAll.run(session.accountId, 'session-ended');
    const idToken = session && (await this.sessions.close(session.id));
    if (!session || !idToken) return res.redirect(303, '/');
    res.redirect(303, this.provider.endSessionUrl(session.clientId, idToken, new URL('/', this.provider.issuer).href).href);
  }
}
