import type { ReactNode } from 'react';

/**
 * A long text, such as a charter, written in the small part of Markdown that such texts need: headings, paragraphs,
 * lists, bold and italics.
 *
 * Everything else, HTML and links included, is shown as it is written: a text kept as evidence hides nothing and leads nowhere.
 * Headings start at level 2, below the page's own.
 */
export function Prose({ markdown }: { markdown: string }) {
  return <div className="prose">{blocksOf(markdown).map(block)}</div>;
}

const ITEM = /^\s*(?:[-*]|\d+[.)])\s+/;

/** Blocks are parted by empty lines; a heading stands alone even when a line follows at once. */
const blocksOf = (markdown: string) =>
  markdown
    .replace(/\r\n?/g, '\n')
    .replace(/^(#{1,4} .*)$/gm, '\n$1\n')
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter(Boolean);

function block(text: string, key: number): ReactNode {
  const heading = /^(#{1,4}) (.*)$/.exec(text);
  if (heading) {
    const Level = `h${Math.min(heading[1]!.length + 1, 5)}` as 'h2';
    return <Level key={key}>{inline(heading[2]!)}</Level>;
  }
  if (ITEM.test(text)) return list(text, key);
  return <p key={key}>{inline(text.replace(/\n/g, ' '))}</p>;
}

function list(text: string, key: number): ReactNode {
  const items = text.split(/\n(?=\s*(?:[-*]|\d+[.)])\s)/).map((item) => item.replace(ITEM, '').replace(/\s*\n\s*/g, ' '));
  const List = /^\s*\d/.test(text) ? 'ol' : 'ul';
  return (
    <List key={key}>
      {items.map((item, at) => (
        <li key={at}>{inline(item)}</li>
      ))}
    </List>
  );
}

function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/).map((part, at) => {
    if (part.startsWith('**') && part.endsWith('**') && part.length > 4) return <strong key={at}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('*') && part.endsWith('*') && part.length > 2) return <em key={at}>{part.slice(1, -1)}</em>;
    return part;
  });
}
