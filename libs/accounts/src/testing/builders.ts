import type { Account, Hold, Membership, Order } from '../account.ts';
import type { Arriving } from '../identity.ts';
import type { Activity, Exercise, ProfessionalProfile } from '../profile.ts';

const LONG_AGO = new Date('2026-01-05T08:00:00Z');

/** Marie, a member of `org-a`, unless told otherwise. */
export function anAccount(patch: Partial<Account> = {}): Account {
  const memberships = [aPlace()];
  const names = { givenName: 'Marie', familyName: 'Durand', email: null };
  return { id: 'acc-marie', stage: 'open', ...names, memberships, holds: [], epoch: 1, version: 1, ...patch };
}

export function aPlace(patch: Partial<Membership> = {}): Membership {
  return { organisation: 'org-a', stage: 'active', from: LONG_AGO, until: null, why: null, ...patch };
}

export function aHold(patch: Partial<Hold> = {}): Hold {
  const why = 'unreachable';
  return {
    id: 'hold-1',
    kind: 'suspension',
    organisation: null,
    from: LONG_AGO,
    until: null,
    why,
    by: 'acc-admin',
    liftedAt: null,
    ...patch,
  };
}

export function anOrder(patch: Partial<Order> = {}): Order {
  return { by: 'acc-admin', at: new Date('2026-03-02T08:00:00Z'), why: 'declared-by-person', ...patch };
}

export function anActivity(patch: Partial<Activity> = {}): Activity {
  const workplace = { technicalId: 'R990001', name: 'CABINET DR MOREAU', finess: '', legalFiness: '', siret: '' };
  return { mode: 'L', sector: 'SA07', kind: 'GENR01', role: '', pharmacistSection: '', workplace, ...patch };
}

export function anExercise(patch: Partial<Exercise> = {}): Exercise {
  return { profession: '60', category: 'C', skill: '', activities: [anActivity()], ...patch };
}

export function aProfile(...exercises: Exercise[]): ProfessionalProfile {
  return { rpps: '99700000161', exercises: exercises.length > 0 ? exercises : [anExercise()] };
}

/** Nadia, a nurse nobody knows, at a portal of `org-a` through Pro Santé Connect. */
export function anArrival(patch: Partial<Arriving> = {}): Arriving {
  return {
    upstream: 'psc',
    issuer: 'https://psc.example',
    subject: 'f:550dc1c8:899700000161',
    nationalId: '899700000161',
    otherIds: [],
    givenName: 'Nadia',
    familyName: 'HADDAD',
    email: null,
    profile: aProfile(),
    organisation: 'org-a',
    provisioning: 'pending',
    ...patch,
  };
}
