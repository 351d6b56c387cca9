import type { Desk, Answered } from '../support/desk.ts';
import { BRIEY, inDays, type Product } from '../support/product.ts';
import type { Question } from '../support/questions.ts';

export const LONGWY = 'org-cpts-longwy';
export const DOSSIERS_SECRET = 'dossiers-development-secret-0123456789abcdef';

export const outcome = ({ status, body }: Answered): string => (status === 200 ? 'done' : String(body.code));

/** Enrols people who owe no charter: what is tried is not stopped by something else. */
export async function settle(product: Product, places: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [organisation, personas] of Object.entries(places)) await product.enrol(organisation, ...personas);
  await product.witness.query(
    `insert into charter_answer (account_id, organisation_id, version, answer, at, sha256, acr)
     select m.account_id, v.organisation_id, v.version, 'accepted', now(), v.sha256, 'eidas1'
     from membership m join charter_version v using (organisation_id) on conflict do nothing`,
  );
}

/** A file of a patient whose care the portal has told us of, and of whose attributes it sends none. */
export const engagedFile = (person: string, id: string, properties: Record<string, unknown> = {}): Question => ({
  subject: { type: 'person', id: person },
  action: { name: 'read' },
  resource: { type: 'PatientFile', id, properties },
  context: { purpose: 'care' },
});

/** A file whose care team the portal sends with the question. */
export const teamFile = (person: string, properties: Record<string, unknown> = {}): Question =>
  engagedFile(person, 'file-of-the-team', { structure: BRIEY, careTeam: [person], careFrom: '2026-01-05T08:00:00Z', ...properties });

/** Gives a role, as an administrator does. @throws Error when it is refused */
export async function give(by: Desk, to: string, role: string, days = 30): Promise<string> {
  const answer = await by.act(`/members/${to}/grants`, { role, organisation: BRIEY, until: inDays(days), why: 'new-duties' });
  if (answer.status !== 200) throw new Error(`${role} is not given to ${to}: ${JSON.stringify(answer.body)}`);
  return answer.body.undo.id as string;
}
