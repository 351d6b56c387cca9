import type { Arriving } from '@habilis/accounts';
import type { Request } from 'express';
import type { LinkFor } from '../ports.ts';

/**
 * Adds a way in to the account of somebody signed in. Answered by whoever keeps sessions and accounts.
 *
 * Only what leaves through here comes back as a way to add: a sign-in never adds one, and this never signs anybody in.
 *
 * @fr rattachement d'un fournisseur d'identité
 */
export abstract class Linking {
  /** Who asks, right after a proof. @throws Refusal `session.required` or `step-up.needed` (unauthenticated) */
  abstract begin(request: Request): Promise<LinkFor>;

  /**
   * Adds what came back, in the session that asked for it.
   *
   * @returns where to go then
   * @throws Refusal `identity.link-elsewhere` (forbidden) in any other session, and what adding is refused for
   */
  abstract complete(request: Request, link: LinkFor, who: Arriving): Promise<string>;
}
