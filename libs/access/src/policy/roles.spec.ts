import { fileURLToPath } from 'node:url';
import type { Target } from '@habilis/kernel';
import { FixedClock } from '@habilis/database/testing';
import { Callers } from '../decision/callers.ts';
import { loadPolicy } from './language/load-policy.ts';
import { ClientRoles } from '../ports.ts';
import { aHolding, MemoryHoldings, type HoldingSeed } from '../testing/holdings.ts';

const policy = loadPolicy(fileURLToPath(new URL('../../../../config/policies', import.meta.url)));
const clock = new FixedClock('2026-03-02T08:00:00Z');

class Machines extends ClientRoles {
  override async of(clientId: string) {
    return clientId === 'robot' ? [{ role: 'site-administrator', organisation: 'org-msp' }] : [];
  }
}
const callerOf = (seed?: HoldingSeed) =>
  new Callers(policy, new MemoryHoldings(aHolding(seed)), new Machines(), clock).forAccount('acc-marie');

const person = (organisation: string | null, id = 'acc-paul'): Target => ({ type: 'Account', id, organisation });
const role = (name: string, organisation = 'org-cpts', holder = 'acc-paul'): Target => ({
  type: 'Role',
  id: 'grant-9',
  role: name,
  organisation,
  holder,
});

/** Every question of the console, in the administrator's own community. */
const QUESTIONS: Record<string, [action: string, target: Target]> = {
  'read own account': ['read', person(null, 'acc-marie')],
  'close own account': ['close', person(null, 'acc-marie')],
  'ask to join': ['join', person('org-other', 'acc-marie')],
  'read own role': ['read', role('member', 'org-cpts', 'acc-marie')],
  'read a member': ['read', person('org-msp')],
  'list members': ['list', person('org-cpts')],
  'approve a request': ['approve', person('org-cpts')],
  'refuse a request': ['refuse', person('org-cpts')],
  'suspend here': ['suspend', person('org-cpts')],
  'lift here': ['lift', person('org-cpts')],
  'suspend everywhere': ['suspend', { ...person(null), organisations: ['org-msp', 'org-other'] }],
  'record a departure': ['depart', person('org-msp')],
  'close for another': ['close', person('org-cpts')],
  'see roles': ['read', role('security-officer')],
  'grant a role of Habilis': ['grant', role('security-officer')],
  'grant a role of a portal': ['grant', role('dossiers:care-professional', 'org-msp')],
  'revoke a role': ['revoke', role('site-administrator')],
  'publish a charter': ['publish', { type: 'Charter', id: 'org-cpts', organisation: 'org-cpts' }],
  'read charters': ['read', { type: 'Charter', id: 'org-msp', organisation: 'org-msp' }],
  'read acts': ['read', { type: 'Journal', id: 'org-cpts', organisation: 'org-cpts', about: 'acts' }],
  'read traces': ['read', { type: 'Journal', id: 'org-cpts', organisation: 'org-cpts', about: 'traces' }],
  'read half a journal that nobody knows': ['read', { type: 'Journal', id: 'org-cpts', organisation: 'org-cpts', about: 'secrets' }],
  'read a portal': ['read', { type: 'Portal', id: 'dossiers', organisation: 'org-cpts' }],
  'read a policy': ['read', { type: 'Policy', id: 'draft-1', organisation: 'org-cpts' }],
  'draft a policy': ['draft', { type: 'Policy', id: 'draft-1', organisation: 'org-cpts' }],
  'publish a policy': ['publish', { type: 'Policy', id: 'draft-1', organisation: 'org-cpts', author: 'acc-paul' }],
  'publish an own draft': ['publish', { type: 'Policy', id: 'draft-1', organisation: 'org-cpts', author: 'acc-marie' }],
  'return to a policy': ['return', { type: 'Policy', id: 'draft-1', organisation: 'org-cpts' }],
};

const OWN = ['read own account', 'close own account', 'ask to join', 'read own role'];
const SEEING = ['read a member', 'list members', 'suspend here', 'lift here', 'see roles', 'read charters', 'read acts'];
/** Who may what: all of it. What is not here is refused. */
const MAY: Record<string, readonly string[]> = {
  'nobody in particular': OWN,
  'site-administrator': [
    ...OWN, ...SEEING, 'approve a request', 'refuse a request', 'record a departure',
    'grant a role of Habilis', 'grant a role of a portal', 'revoke a role', 'publish a charter', 'read a portal',
    'read a policy', 'draft a policy', 'publish a policy', 'return to a policy',
  ],
  'security-officer': [...OWN, ...SEEING, 'suspend everywhere', 'read traces', 'read a policy', 'publish a policy', 'return to a policy'],
  'portal-developer': [...OWN, 'read a portal', 'read a policy', 'draft a policy'],
  'direction': [...OWN, 'read a policy'],
  // At rest: what they give when they are put on is told beside elevations.
  'security-delegate': OWN,
  'journal-controller': OWN,
  'dossiers:care-professional': OWN,
  'dossiers:medical-secretary': OWN,
  'dossiers:coordinator': OWN,
  'dossiers:third-party': OWN,
}; // prettier-ignore

describe('in the console', () => {
  for (const [held, allowed] of Object.entries(MAY)) {
    for (const [name, [action, target]] of Object.entries(QUESTIONS)) {
      const yes = allowed.includes(name);
      it(`${held} ${yes ? 'may' : 'may not'} ${name}`, async () => {
        const me = await callerOf({ roles: held === 'nobody in particular' ? [] : [held] });
        expect(me.can(action, target)).toBe(yes);
      });
    }
  }

  it('every role of every policy file is in this table', () => {
    expect(Object.keys(MAY).sort()).toEqual([...policy.roles.values()].filter((each) => !each.implied).map((each) => each.name).concat('nobody in particular').sort()); // prettier-ignore
  });

  it('refuses by throwing, with what was refused and nothing of the thing', async () => {
    const me = await callerOf();
    expect(() => me.must('suspend', person('org-cpts'))).toThrow(
      expect.objectContaining({ code: 'access.denied', kind: 'forbidden', details: { action: 'suspend', type: 'Account' } }),
    );
  });
});

describe('nobody climbs', () => {
  const administrator = (seed: HoldingSeed = {}) => callerOf({ roles: ['site-administrator'], ...seed });

  it.each([
    ['grants to themselves', 'grant', role('security-officer', 'org-cpts', 'acc-marie')],
    ['revokes their own role', 'revoke', role('site-administrator', 'org-cpts', 'acc-marie')],
    ['grants in another organisation', 'grant', role('security-officer', 'org-other')],
    ['grants in no organisation', 'grant', { type: 'Role', id: 'grant-9', role: 'security-officer', holder: 'acc-paul' }],
    ['grants to nobody in particular', 'grant', { type: 'Role', id: 'grant-9', role: 'security-officer', organisation: 'org-cpts' }],
    ['grants a role that is implied', 'grant', role('member')],
    ['grants a role that does not exist', 'grant', role('king')],
    ['lifts their own suspension', 'lift', person('org-cpts', 'acc-marie')],
    ['approves their own request', 'approve', person('org-msp', 'acc-marie')],
    ['suspends in another organisation', 'suspend', person('org-other')],
    ['suspends everywhere', 'suspend', person(null)],
    ['does an action nobody declared', 'manage', person('org-cpts')],
    ['does it to a type nobody declared', 'read', { type: 'all', id: 'x', organisation: 'org-cpts' }],
    ['asks about a portal’s files', 'read', { type: 'dossiers:PatientFile', id: 'x', structure: 'org-cpts' }],
  ] as [string, string, Target][])('no administrator %s', async (_what, action, target) => {
    expect((await administrator()).can(action, target)).toBe(false);
  });

  it('an officer grants nothing, and an administrator of a structure nothing above it', async () => {
    expect((await callerOf({ roles: ['security-officer'] })).can('grant', role('portal-developer'))).toBe(false);
    const local = await callerOf({ at: ['org-cpts', 'org-msp'], roles: ['site-administrator@org-msp'] });
    expect(['org-msp', 'org-cabinet', 'org-cpts'].map((place) => local.can('grant', role('portal-developer', place)))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('two roles in two organisations do not lend each other their territory', async () => {
    const me = await callerOf({ at: ['org-cpts', 'org-other'], roles: ['site-administrator', 'security-officer@org-other'] });
    expect(me.can('depart', person('org-cpts'))).toBe(true);
    expect(me.can('depart', person('org-other'))).toBe(false);
    expect(me.can('read', { type: 'Journal', id: 'j', organisation: 'org-cpts', about: 'traces' })).toBe(false);
  });

  const noon = '2026-03-02T12:00:00Z';
  const hold = (organisation: string | null) => ({
    id: 'hold-1',
    kind: 'suspension' as const,
    organisation,
    from: new Date(noon),
    until: null,
    why: 'x',
    by: 'x',
    liftedAt: null,
  });
  it.each([
    ['granted until noon', { grants: [{ role: 'site-administrator', until: new Date(noon) }], roles: [] }, true, false],
    ['granted from noon', { grants: [{ role: 'site-administrator', from: new Date(noon) }], roles: [] }, false, true],
    ['suspended here from noon', { holds: [hold('org-cpts')] }, true, false],
    ['suspended everywhere from noon', { holds: [hold(null)] }, true, false],
    ['suspended elsewhere from noon', { holds: [hold('org-other')] }, true, true],
    ['leaving at noon', { memberships: [{ organisation: 'org-cpts', stage: 'active' as const, from: new Date(0), until: new Date(noon) }] }, true, false],
    ['owing a charter from noon', { charters: [{ organisation: 'org-cpts', versions: [{ version: 1, effectiveAt: new Date(noon) }], accepted: 0 }] }, true, false],
    ['whose account is closed', { stage: 'closed' as const }, false, false],
    ['whose account waits', { stage: 'requested' as const }, false, false],
    ['who left', { at: [] }, false, false],
  ] as [string, HoldingSeed, boolean, boolean][])('an administrator %s administers up to that instant', async (_what, seed, before, at) => {
    clock.set(new Date(Date.parse(noon) - 1));
    const early = (await administrator(seed)).can('suspend', person('org-cpts'));
    clock.set(noon);
    const late = (await administrator(seed)).can('suspend', person('org-cpts'));
    clock.set('2026-03-02T08:00:00Z');
    expect([early, late]).toEqual([before, at]);
  }); // prettier-ignore

  it('someone who waits, or is restricted, keeps their own account and nothing else', async () => {
    const waiting = await callerOf({
      stage: 'requested',
      memberships: [{ organisation: 'org-cpts', stage: 'requested', from: new Date(0), until: null }],
    });
    const asked = Object.entries(QUESTIONS).filter(([, [action, target]]) => waiting.can(action, target));
    expect(asked.map(([name]) => name)).toEqual(OWN);
  });

  it('someone whose account is closed, or who never was, may nothing', async () => {
    const closed = await callerOf({ stage: 'closed' });
    const never = await new Callers(policy, new MemoryHoldings(), new Machines(), clock).forAccount('acc-marie');
    for (const [action, target] of Object.values(QUESTIONS))
      expect([closed.can(action, target), never.can(action, target)]).toEqual([false, false]);
  });
});

describe('where someone may act', () => {
  it('is their territory', async () => {
    const me = await callerOf({ at: ['org-cpts', 'org-other'], roles: ['site-administrator', 'security-officer@org-other'] });
    const places = (action: string, type: string) => [...me.organisationsFor(action, type)].sort();
    expect(places('list', 'Account')).toEqual(['org-cabinet', 'org-cpts', 'org-msp', 'org-other']);
    expect(places('approve', 'Account')).toEqual(['org-cabinet', 'org-cpts', 'org-msp']);
    expect(places('read', 'Journal')).toEqual(['org-cabinet', 'org-cpts', 'org-msp', 'org-other']);
    expect(places('grant', 'Role')).toEqual(['org-cabinet', 'org-cpts', 'org-msp']);
    expect(places('close', 'Account')).toEqual([]);
    expect(places('manage', 'all')).toEqual([]);
  });

  it('is nowhere for a member', async () => expect((await callerOf()).organisationsFor('list', 'Account')).toEqual([]));
});

describe('a machine', () => {
  const machine = (name: string) => new Callers(policy, new MemoryHoldings(), new Machines(), clock).forClient(name);

  it('holds the roles of its configuration, there and below', async () => {
    const me = await machine('robot');
    expect([me.id, me.can('suspend', person('org-msp')), me.can('suspend', person('org-cpts'))]).toEqual(['client:robot', true, false]);
    expect(me.organisationsFor('list', 'Account')).toEqual(['org-msp']);
  });

  it('without roles may nothing, not even what every person may', async () => {
    const me = await machine('stranger');
    expect(Object.values(QUESTIONS).some(([action, target]) => me.can(action, target))).toBe(false);
  });
});
