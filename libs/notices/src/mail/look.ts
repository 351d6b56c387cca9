import { colours } from '@habilis/pages';

/** Every colour of a mail, by where it is worn: the class dark readers repaint, and the property it sets. */
// prettier-ignore
const WORN = [
  ['m-ground',  'background-color', 'ground'],
  ['m-card',    'background-color', 'surface'],
  ['m-card',    'border-color',     'line'],
  ['m-top',     'background-color', 'brand'],
  ['m-ink',     'color',            'ink'],
  ['m-soft',    'color',            'ink-soft'],
  ['m-link',    'color',            'link'],
  ['m-line',    'border-color',     'line'],
  ['m-mark',    'background-color', 'brand'],
  ['m-mark',    'color',            'on-brand'],
  ['m-button',  'background-color', 'brand'],
  ['m-button',  'color',            'on-brand'],
  ['m-info',    'background-color', 'info-ground'],
  ['m-info',    'border-color',     'info'],
  ['m-success', 'background-color', 'success-ground'],
  ['m-success', 'border-color',     'success'],
  ['m-warning', 'background-color', 'warning-ground'],
  ['m-warning', 'border-color',     'warning'],
  ['m-danger',  'background-color', 'danger-ground'],
  ['m-danger',  'border-color',     'danger'],
] as const;

type Worn = (typeof WORN)[number][0];

/**
 * What an element wears, written on it: most mail readers drop style sheets.
 *
 * The class lets those that keep them follow the reader's dark theme.
 */
export function worn(...names: readonly Worn[]): { className: string; style: Record<string, string> } {
  const style = WORN.filter(([name]) => names.includes(name)).map(([, property, token]) => [camel(property), colours.light[token]!]);
  return { className: names.join(' '), style: Object.fromEntries(style) as Record<string, string> };
}

const camel = (property: string) => property.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** `Body` sets what it wears on a cell of its own, where its class does not go. */
const GROUND = `.m-ground,.m-ground>table>tbody>tr>td{background-color:${colours.dark['ground']}!important}`;

/** The dark theme, over what is written on the elements. */
export const DARK = `@media (prefers-color-scheme: dark){${GROUND}${WORN.map(
  ([name, property, token]) => `.${name}{${property}:${colours.dark[token]}!important}`,
).join('')}}`;

export const FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif";
