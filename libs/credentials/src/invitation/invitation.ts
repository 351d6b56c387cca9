import { ONE_LINE, Refusal } from '@habilis/kernel';
import { z } from 'zod';

/** Letters of any script, and what joins them: a name is written into mails, files and pages as it is. */
const PERSON_NAME = /^\p{L}[\p{L}\p{M} '’.-]*$/u;

/** Someone an administrator invites: who they are, and where they belong. Never what they sign in with. */
export const invited = z.strictObject({
  givenName: z.string().trim().min(1).max(100).regex(PERSON_NAME),
  familyName: z.string().trim().min(1).max(100).regex(PERSON_NAME),
  email: z.email().max(254),
  identifier: z
    .string()
    .trim()
    .min(3)
    .max(254)
    .regex(ONE_LINE)
    .optional()
    .describe('What they will type to sign in; their e-mail address when left out'),
  organisation: z.string().regex(/^org-[a-z0-9-]{1,60}$/).describe('Where they are invited'), // prettier-ignore
});
export type Invited = z.infer<typeof invited>;

/** An invitation, as administrators follow it. */
export interface Invitation {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly identifier: string;
  readonly organisation: string;
  readonly by: string;
  readonly at: Date;
  readonly state: InvitationState;
}

/** `expired`: the link has run out, a new one may be sent. */
export const INVITATION_STATES = ['sent', 'expired', 'accepted', 'undone'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** People invited from one file, and what has become of them. */
export interface PastImport {
  readonly batch: string;
  readonly at: Date;
  /** Who did it, by name; null for the operator. */
  readonly by: string | null;
  readonly organisations: readonly string[];
  readonly invited: number;
  /** Those who can still come. */
  readonly open: number;
  readonly accepted: number;
}

/** A part of a list: from the one after `after`, an invitation's id. */
export interface InvitationSlice {
  readonly organisations: readonly string[];
  readonly after: string | null;
  readonly limit: number;
}

export interface InvitationOrder {
  readonly by: string;
  /** The import it belongs to, which can be undone as a whole. */
  readonly batch?: string;
  /** `bootstrap`: the link is handed over by whoever runs the service, for half an hour; otherwise it goes by mail. */
  readonly link: 'invitation' | 'bootstrap';
}

/** Where invitations are kept. Each act is one transaction with its fact, its link and the letter that carries it. */
export abstract class Invitations {
  /**
   * Opens an account for someone, with their identifier and a link. @returns the invitation and its link's id
   *
   * @throws Refusal `identifier.taken` or `invitation.known` (conflict), `organisation.unknown` (invalid)
   */
  abstract invite(who: Invited, order: InvitationOrder): Promise<{ id: string; account: string; link: string }>;

  /** Of these organisations, the newest first. */
  abstract list(slice: InvitationSlice): Promise<readonly Invitation[]>;

  /** The last imports whose people are all of these organisations, the newest first. */
  abstract imports(organisations: readonly string[]): Promise<readonly PastImport[]>;

  abstract of(id: string): Promise<Invitation | undefined>;
  abstract ofBatch(batch: string): Promise<readonly Invitation[]>;

  /** Sends another link; the one before opens nothing any more. @throws Refusal `invitation.over` (conflict) */
  abstract resend(id: string, by: string): Promise<void>;

  /** Takes an invitation back before it is accepted, and closes the account. @throws Refusal `invitation.over` (conflict) */
  abstract undo(id: string, by: string): Promise<void>;

  /**
   * Uses a link up without a password: for whoever enrols a passkey. The invitation counts as accepted once they hold one.
   *
   * @returns the account, or undefined when it is over
   */
  abstract accept(token: string): Promise<string | undefined>;

  /** Which of these e-mail addresses and identifiers someone has already, folded. */
  abstract known(organisation: string, who: readonly { email: string; identifier: string }[]): Promise<ReadonlySet<string>>;
}

/** @throws Refusal `invitation.unknown` (unknown) */
export function mustExist(found: Invitation | undefined): Invitation {
  if (!found) throw new Refusal('invitation.unknown', 'unknown');
  return found;
}
