import { createHash } from 'node:crypto';
import type { Proven } from '@habilis/credentials';
import { OwnPages, type OwnPage } from '@habilis/credentials/web';
import { Refusal } from '@habilis/kernel';
import type { Hidden, Translate } from '@habilis/pages';
import { thisOne, type SessionEnding } from '@habilis/provider';
import type { Request, Response } from 'express';
import type { WebSession } from '../session/web-sessions.ts';
import type { Frame } from './frame.tsx';

/** The pages about one's own means of signing in, in the frame of people's own pages. */
export class SecurityPages extends OwnPages {
  constructor(
    private readonly frame: Frame,
    private readonly sessions: SessionEnding,
  ) {
    super();
  }

  override words(request: Request): Translate {
    return this.frame.words(request);
  }

  override hidden(request: Request): Hidden {
    return this.frame.hidden(request);
  }

  override show(request: Request, response: Response, page: OwnPage): void {
    this.frame.show(request, response, page);
  }

  override proven(request: Request): Proven {
    const { accountId, acr, authTime } = sessionOf(request);
    return { account: accountId, acr, at: authTime };
  }

  override browser(request: Request): string {
    // Derived from the cookie by way of the anti-forgery token: the session's own id stands in lists.
    return createHash('sha256')
      .update(`own pages ${sessionOf(request).id} ${request.csrf}`)
      .digest('base64url');
  }

  override async session(request: Request): Promise<string | undefined> {
    const session = sessionOf(request);
    return thisOne(await this.sessions.of(session.accountId), session)?.uid;
  }

  override confirmation(place: string, wanted: string | undefined): string {
    const level = wanted?.split(':').at(-1);
    return `/session/sign-in?${new URLSearchParams({ for: 'own', confirm: level ?? 'recent', return: place })}`;
  }
}

function sessionOf({ webSession }: Request): WebSession {
  if (!webSession) throw new Refusal('session.required', 'unauthenticated');
  return webSession;
}
