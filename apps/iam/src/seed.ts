import path from 'node:path';
import type { Grants } from '@habilis/access';
import type { Enrol } from '@habilis/accounts';
import { invited, type Invitations } from '@habilis/credentials';
import { newId, Refusal, type Clock } from '@habilis/kernel';
import { readYaml } from '@habilis/settings';
import { z } from 'zod';

const RoleOf = z.strictObject({
  role: z.string().describe('As the policy names it'),
  organisation: z.string().describe('Where it is held'),
  days: z.int().positive().max(1096).describe('How long from now'),
});

const SeededPerson = z.strictObject({
  id: z.string().regex(/^acc-[a-z0-9-]+$/),
  givenName: z.string().min(1),
  familyName: z.string().min(1),
  email: z.email().nullable(),
  nationalId: z.string().min(1).describe('By which they are recognised at their first arrival'),
  organisations: z.array(z.string()).min(1),
  roles: z.array(RoleOf),
  fr: z.string().describe('Who they are, in French, for the start page'),
  en: z.string(),
});

const SeededInvitation = invited.extend({ fr: z.string().describe('Who they are, in French, for the start page'), en: z.string() });

const PeopleFile = z.strictObject({ people: z.array(SeededPerson), invitations: z.array(SeededInvitation).default([]) });
const DAY = 24 * 3600 * 1000;

interface Parts {
  readonly enrol: Enrol;
  readonly grants: Grants;
  readonly invitations: Invitations;
  readonly clock: Clock;
}

/**
 * Enrols the people of `config/people/example.yaml`, with their roles. Safe to repeat: whoever is on record is left
 * as they are, so a role taken back does not come back with the next start.
 */
export async function seed(config: string, { enrol, grants, invitations, clock }: Parts): Promise<void> {
  const { people, invitations: awaited } = readYaml(path.join(config, 'people/example.yaml'), PeopleFile);
  for (const { roles, fr: _fr, en: _en, ...person } of people) {
    const enrolled = await enrol.run(person);
    if (enrolled === null) continue;
    for (const { role, organisation, days } of roles) {
      const at = clock.now();
      const until = new Date(at.getTime() + days * DAY);
      const id = newId('grant');
      const order = { by: 'system:operator', why: 'new-duties' } as const;
      const change = {
        next: { id, account: enrolled, role, organisation, from: at, until, ...order, revokedAt: null, revokedBy: null },
        fact: { what: 'role.granted', on: enrolled, at, ...order, source: 'CPAM13.10.2', organisation, details: { grant: id, role } },
      } as const;
      await grants.deciding([enrolled], (desk) => desk.add(change));
    }
  }
  for (const { fr: _fr, en: _en, ...who } of awaited) {
    await invitations.invite(who, { by: 'system:operator', link: 'invitation' }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error; // on record already
    });
  }
}
