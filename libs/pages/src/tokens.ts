import { stylesheet } from './assets.ts';

/** The colours of the look by their names, for what cannot load the style sheet: mails and printed receipts. */
export type Colours = Readonly<Record<string, string>>;

/** Read from `habilis.css` itself, so that a mail never wears last year's colours. */
const blocks = [...stylesheet.body.toString().matchAll(/:root\{([^}]*)\}/g)].map(([, block]) =>
  Object.fromEntries([...block!.matchAll(/--([\w-]+):(#[0-9a-f]{6})/g)].map(([, name, value]) => [name!, value!])),
);

export const colours: { readonly light: Colours; readonly dark: Colours } = {
  light: blocks[0]!,
  dark: { ...blocks[0], ...blocks[1] },
};
