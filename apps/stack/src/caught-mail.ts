/** A mail that was taken and not delivered. */
export interface CaughtMail {
  readonly id: number;
  readonly at: Date;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
