import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file the pages need, to be served as it is at `path`. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
  /** The name changes with the content, so a browser may keep it for ever. */
  readonly immutable: true;
}

/** Read from `src/` in the built package too: the compiler copies no style sheet. */
const source = (name: string) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8');

/** Comments and indentation are for us. No value of ours holds two spaces or a comment. */
const compact = (css: string) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/:\s+/g, ':')
    .trim();

/** Our script has no comment but whole ones, and no text that looks like one. */
const compactScript = (script: string) =>
  script
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s+/gm, '')
    .trim();

function asset(name: string, extension: string, type: string, text: string): Asset {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body, immutable: true };
}

export const stylesheet = asset('habilis', 'css', 'text/css; charset=utf-8', compact(source('habilis.css')));
export const mark = asset('mark', 'svg', 'image/svg+xml', source('mark.svg').trim());

/** For the pages that ask for a passkey, and no other. */
export const passkeyScript = asset('passkey', 'js', 'text/javascript; charset=utf-8', compactScript(source('passkey.js')));

/** For the pages on which a password is typed. */
export const passwordScript = asset('password', 'js', 'text/javascript; charset=utf-8', compactScript(source('password.js')));

/** Everything to serve under `/assets/`. */
export const assets: readonly Asset[] = [stylesheet, mark, passkeyScript, passwordScript];
