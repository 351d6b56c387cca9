import type { ReactNode } from 'react';
import { mark, stylesheet, type Asset } from '../assets.ts';
import type { Translate } from '../sentences.ts';
import { Words } from '../words.ts';
import { Wordmark } from './wordmark.tsx';

export interface PageProps {
  readonly t: Translate;
  /** The one heading of the page, and the title of the tab. */
  readonly title: string;
  readonly children: ReactNode;
  /** A sentence under the heading. */
  readonly lead?: ReactNode;
  /** The portal the person is on their way to, by its name. */
  readonly portal?: string;
  /** The community whose pages these are, by its name. */
  readonly organisation?: string;
  /** `narrow` for one question at a time (the default), `wide` for tables. */
  readonly width?: 'narrow' | 'wide';
  /** A form was refused: the tab says so first, for those who hear the page. */
  readonly refused?: boolean;
  /** Who is signed in, with a way to sign out; on own pages only. */
  readonly aside?: ReactNode;
  /** Shown in the footer only when they lead somewhere. */
  readonly help?: string | undefined;
  readonly incident?: string | undefined;
  /** The scripts of this page, whose policy must let them in. Everything else works without. */
  readonly script?: Asset | readonly Asset[] | undefined;
  /** Address of this page in the other language. */
  readonly otherLanguage?: string | undefined;
}

/** The frame of every page rendered by the server: it works without JavaScript and loads one style sheet. */
export function Page({ t, title, lead, children, portal, organisation, width = 'narrow', refused, aside, script, ...footer }: PageProps) {
  return (
    <Words value={t}>
      <html lang={t.language}>
        <head>
          <meta charSet="utf-8" />
          <title>{`${refused ? `${t('pages.error-title')}\u00a0: ` : ''}${title} – ${t('pages.brand')}`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <link rel="stylesheet" href={stylesheet.path} />
          <link rel="icon" type={mark.type} href={mark.path} />
          {[script ?? []].flat().map(({ path }) => (
            <script key={path} src={path} defer />
          ))}
        </head>
        <body className={width}>
          <a className="skip" href="#content">
            {t('pages.skip')}
          </a>
          <header className="top">
            <Wordmark />
            {(organisation || portal) && (
              <p className="place">
                {organisation && <span>{organisation}</span>}
                {portal && <span>{t('pages.towards', { portal })}</span>}
              </p>
            )}
            {aside && <div className="aside">{aside}</div>}
          </header>
          <main id="content" tabIndex={-1}>
            <h1>{title}</h1>
            {lead && <p className="lead">{lead}</p>}
            {children}
          </main>
          <Footer t={t} {...footer} />
        </body>
      </html>
    </Words>
  );
}

function Footer({ t, help, incident, otherLanguage }: Pick<PageProps, 't' | 'help' | 'incident' | 'otherLanguage'>) {
  if (!help && !incident && !otherLanguage) return null;
  const other = t.language === 'fr' ? 'en' : 'fr';
  return (
    <footer className="bottom" aria-label={t('pages.footer')}>
      {help && <a href={help}>{t('pages.help')}</a>}
      {incident && <a href={incident}>{t('pages.incident')}</a>}
      {otherLanguage && (
        <a href={otherLanguage} hrefLang={other} lang={other}>
          {t('pages.other-language')}
        </a>
      )}
    </footer>
  );
}
