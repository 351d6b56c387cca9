/** Hours during which the former address can stop a change that it has not confirmed. */
export const EMAIL_DELAY_HOURS = 72;

/**
 * A change of the address someone is written to.
 *
 * Whoever reads the mail can choose a new password: the new address must show that it is theirs, and the former one has
 * the time to say no, or says yes and is not waited for.
 *
 * @fr changement d'adresse de courriel
 */
export interface EmailChange {
  readonly id: string;
  readonly account: string;
  readonly address: string;
  readonly askedAt: Date;
  /** From when it may take effect without a word from the former address. */
  readonly dueAt: Date;
  readonly confirmedByNew: boolean;
  readonly confirmedByOld: boolean;
  /** There is no former address to ask. */
  readonly first: boolean;
}

/** Whether it takes effect at `t`. */
export const takesEffect = ({ confirmedByNew, confirmedByOld, first, dueAt }: EmailChange, t: Date): boolean =>
  confirmedByNew && (confirmedByOld || first || dueAt <= t);

/** Where changes of address are kept. */
export abstract class EmailChanges {
  abstract underWay(account: string): Promise<EmailChange | undefined>;

  /** Begins one in place of any other, and writes to both addresses. @returns until when the former one can stop it */
  abstract ask(account: string, address: string): Promise<Date>;

  /** The new address is theirs. @throws Refusal `email.link-gone` (unknown) */
  abstract confirmNew(token: string): Promise<void>;

  /** The former address agrees, or does not. @throws Refusal `email.link-gone` (unknown) */
  abstract answerOld(token: string, answer: 'confirm' | 'stop'): Promise<void>;

  /** Whether a link still opens something. */
  abstract look(which: 'new' | 'old', token: string): Promise<boolean>;
}
