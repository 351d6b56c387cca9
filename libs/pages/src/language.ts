import { LANGUAGES, type Language } from './sentences.ts';

/** Where a choice of language made by the person is remembered; not a secret. */
export const LANGUAGE_COOKIE = 'habilis_lang';

/**
 * The language to answer in: what was asked for, else what the person chose, else what their browser prefers, else French.
 *
 * @param wanted space-separated preferences such as `ui_locales`, which win when one of them is known
 */
export function language(request: { headers: Record<string, string | string[] | undefined> }, wanted?: string): Language {
  const chosen = /(?:^|;\s*)habilis_lang=(\w+)/.exec(String(request.headers['cookie'] ?? ''))?.[1];
  const candidates = [...(wanted?.split(' ') ?? []), chosen ?? '', ...preferred(String(request.headers['accept-language'] ?? ''))];
  return candidates.map(known).find((each) => each !== undefined) ?? 'fr';
}

const known = (tag: string): Language | undefined => LANGUAGES.find((each) => each === tag.slice(0, 2).toLowerCase());

/** Tags of an Accept-Language header, preferred first. */
function preferred(header: string): string[] {
  return header
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const quality = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? 1);
      return { tag, quality };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
