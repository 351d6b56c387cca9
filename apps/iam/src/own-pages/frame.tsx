import { pageHeaders } from '@habilis/http';
import type { Policy } from '@habilis/access';
import type { Clock, Refusal } from '@habilis/kernel';
import {
  Button,
  Form,
  language,
  Notice,
  Page,
  parisDateTime,
  renderPage,
  type PageProps,
  type Sentences,
  type Translate,
} from '@habilis/pages';
import type { Request, Response } from 'express';
import type { ReactNode } from 'react';
import type { Names } from './names.ts';

type Shown = Pick<PageProps, 'title' | 'lead' | 'organisation' | 'width' | 'refused' | 'script'> & {
  readonly children: ReactNode;
  /** Where a form of this page may lead besides ourselves. */
  readonly leadsTo?: readonly string[];
};

/** Draws the person's own pages: their language, their way out, their anti-forgery token. */
export class Frame {
  constructor(
    private readonly sentences: Sentences,
    private readonly issuer: URL,
    private readonly clock: Clock,
    private readonly names: Names,
    private readonly policy: Policy,
  ) {}

  words(request: Request): Translate {
    return this.sentences.for(language(request));
  }

  /** Why something was refused, in the person's language. */
  refusal(request: Request, { code, details }: Refusal): string {
    return this.sentences.refusal(language(request), code, details) ?? code;
  }

  /** The hidden field every form of a signed-in person carries. */
  hidden(request: Request): Record<string, string> {
    return request.csrf ? { csrf: request.csrf } : {};
  }

  show(request: Request, response: Response, { leadsTo = [], ...shown }: Shown): void {
    const t = this.words(request);
    // Signing out goes on to the provider and maybe upstream; a form's policy holds for every redirect after it.
    pageHeaders(response, { formAction: [this.issuer.origin, ...leadsTo], script: shown.script !== undefined });
    const aside = request.me && (
      <Form action="/session/sign-out" hidden={this.hidden(request)}>
        <Button kind="quiet">{t('own.sign-out')}</Button>
      </Form>
    );
    response.type('html').send(
      renderPage(
        <Page
          t={t}
          {...shown}
          aside={aside}
          otherLanguage={`/langue/${t.language === 'fr' ? 'en' : 'fr'}?retour=${encodeURIComponent(request.path)}`}
        >
          {this.worn(t, request)}
          {shown.children}
        </Page>,
      ),
    );
  }

  /** The roles put on for a while, above every page: when each ends, and the way out. */
  private worn(t: Translate, request: Request): ReactNode {
    const now = this.clock.now().getTime();
    return request.worn?.map(({ id, role, organisation, until }) => {
      const left = Math.max(1, Math.ceil((until.getTime() - now) / 60_000));
      const name = this.policy.roles.get(role)?.[t.language] ?? role;
      return (
        <Notice key={id} kind="warning" title={t('elevation.worn', { role: name, organisation: this.names.organisation(organisation) })}>
          <p>{t('elevation.left', { minutes: t('elevation.minutes', { count: left }), until: parisDateTime(until, t.language) })}</p>
          <Form action={`/moi/endosser/${id}/quitter`} hidden={this.hidden(request)}>
            <Button kind="secondary">{t('elevation.put-off')}</Button>
          </Form>
        </Notice>
      );
    });
  }
}
