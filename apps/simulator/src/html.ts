/** Text that is already HTML. */
export class Html {
  constructor(readonly source: string) {}
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);

type Part = Html | string | number | undefined | false | readonly Html[];

const rendered = (part: Part): string => {
  if (part instanceof Html) return part.source;
  if (Array.isArray(part)) return part.map((one: Html) => one.source).join('');
  return part === undefined || part === false ? '' : escaped(String(part));
};

/** Everything put between `${}` is escaped, unless it is Html. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(strings.map((text, index) => text + rendered(parts[index])).join(''));
