/** Days a browser is remembered after its last sign-in. */
export const BROWSER_DAYS = 180;

/**
 * Browsers that a person has signed in with, each by the digest of a secret it alone holds.
 *
 * @fr navigateur connu
 */
export abstract class KnownBrowsers {
  /** Whether this person has signed in with it before. */
  abstract knows(account: string, browser: string): Promise<boolean>;

  /**
   * Notes a completed sign-in. One from a browser not seen before is a fact, of which the person is told; but for the
   * very first, which is their own beginning.
   *
   * @param label what a person recognises it by: `Firefox sur Windows`
   */
  abstract seen(account: string, browser: string, label: string): Promise<void>;
}
