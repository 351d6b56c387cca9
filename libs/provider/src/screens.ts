import type { Client, errors, ErrorOut, KoaContextWithOIDC } from 'oidc-provider';

/** The pages the engine shows by itself, outside of an interaction. */
export interface Screens {
  /** Asks whether to sign out. `form` is the engine's, to be kept as it is. */
  readonly signOut: (ctx: KoaContextWithOIDC, form: string) => void;
  readonly signedOut: (ctx: KoaContextWithOIDC) => void;
  /** Asks for the code a device shows; `err` when the last try failed. */
  readonly deviceCode: (ctx: KoaContextWithOIDC, form: string, out?: ErrorOut, err?: errors.OIDCProviderError | Error) => void;
  readonly deviceConfirm: (ctx: KoaContextWithOIDC, form: string, client: Client, info: unknown, userCode: string) => void;
  readonly deviceDone: (ctx: KoaContextWithOIDC) => void;
  /** Says that a request cannot go on, with a reference for the support. */
  readonly error: (ctx: KoaContextWithOIDC, out: ErrorOut, error: errors.OIDCProviderError | Error) => void;
}
