import { pageHeaders } from '@habilis/http';
import type { Refusal } from '@habilis/kernel';
import { Button, Form, language, Page, renderPage, type PageProps, type Sentences, type Translate } from '@habilis/pages';
import type { Request, Response } from 'express';
import type { ReactNode } from 'react';

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
    response
      .type('html')
      .send(
        renderPage(
          <Page
            t={t}
            {...shown}
            aside={aside}
            otherLanguage={`/langue/${t.language === 'fr' ? 'en' : 'fr'}?retour=${encodeURIComponent(request.path)}`}
          />,
        ),
      );
  }
}
