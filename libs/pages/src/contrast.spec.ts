import { colours as themes } from './tokens.ts';

/** @source WCAG 2.2, relative luminance */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

/** What is written on what. */
const TEXT = [
  ['ink', 'ground'],
  ['ink', 'surface'],
  ['ink', 'sunken'],
  ['ink-soft', 'ground'],
  ['ink-soft', 'surface'],
  ['ink-soft', 'sunken'],
  ['brand', 'surface'],
  ['brand', 'sunken'],
  ['brand-strong', 'sunken'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-strong'],
  ['on-danger', 'danger'],
  ['link', 'ground'],
  ['link', 'surface'],
  ['link', 'sunken'],
  ['danger', 'surface'],
  ...['info', 'success', 'warning', 'danger'].flatMap((tone) => [
    [tone, `${tone}-ground`],
    ['ink', `${tone}-ground`],
    ['link', `${tone}-ground`],
  ]),
] as [string, string][];

/** Lines that carry meaning: edges of fields, the ring of focus. */
const SHAPES: [string, string][] = [
  ['edge', 'surface'],
  ['edge', 'ground'],
  ['focus', 'surface'],
  ['focus', 'ground'],
  ['focus-halo', 'brand'],
];

describe.each(Object.entries(themes))('in %s', (_, theme) => {
  it.each(TEXT)('%s is readable on %s', (text, ground) => {
    expect(contrast(theme[text]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(SHAPES)('%s stands out on %s', (shape, ground) => {
    expect(contrast(theme[shape]!, theme[ground]!)).toBeGreaterThanOrEqual(3);
  });
});
