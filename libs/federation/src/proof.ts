import type { Level } from './level.ts';

/** What one sign-in at an upstream has proved, once everything was checked. */
export interface Proof {
  readonly upstream: string;
  readonly issuer: string;
  readonly subject: string;
  /** The upstream's session, for its logout tokens. */
  readonly sid: string | null;
  /** When the person really authenticated; null when the upstream does not say. */
  readonly authTime: Date | null;
  readonly level: Level;
  /** amr of RFC 8176. */
  readonly methods: readonly string[];
  /** Of the ID token and of userinfo. Professional data are in there: not for logs. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly idToken: string;
  readonly refreshToken: string | null;
}
