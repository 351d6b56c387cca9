/** A mail ready to go: always with its text, so that it can be read anywhere. */
export interface Mail {
  /** The same at each try, so that a server that took it twice shows it once. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
