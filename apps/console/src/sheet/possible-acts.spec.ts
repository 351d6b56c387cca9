import type { Me, Sheet } from '../api/types.ts';
import { possibleActs } from './possible-acts.ts';

const place = (id: string, stage: 'active' | 'requested' | 'ended') => ({
  organisation: { id, name: id },
  stage,
  from: '2026-01-01T00:00:00Z',
  until: null,
});
const acts = (patch: Partial<Me['acts']>): Me['acts'] => ({
  list: [], read: [], approve: [], refuse: [], suspend: [], lift: [], depart: [], grant: [], revoke: [], history: [], journal: [], invite: [], charters: [], publish: [], roles: [], emergencies: [], derogations: [], reviews: [],
    'start-review': [], renew: [], recover: [], policies: [], ...patch,
}); // prettier-ignore

describe('the acts offered on a sheet', () => {
  const sheet = {
    id: 'acc-paul',
    memberships: [place('org-a', 'active'), place('org-b', 'requested'), place('org-c', 'ended')],
    acts: [] as Sheet['acts'],
  };

  it('are those I may do, where the person’s place calls for them', () => {
    const me = { id: 'acc-me', acts: acts({ approve: ['org-a', 'org-b'], suspend: ['org-a', 'org-b', 'org-c'] }) };
    const offered = possibleActs(sheet, me).map(({ act, organisations }) => [act, organisations.map(({ id }) => id)]);
    expect(offered).toEqual([
      ['approve', ['org-b']],
      ['suspend', ['org-a']],
      ['absence', ['org-a']],
    ]);
  });

  it('cancel a departure where one is to come, and nowhere else', () => {
    const leaving = { ...sheet, memberships: [{ ...place('org-a', 'active'), until: '2030-01-01T00:00:00Z' }, place('org-d', 'active')] };
    const me = { id: 'acc-me', acts: acts({ depart: ['org-a', 'org-d'] }) };
    const offered = possibleActs(leaving, me).map(({ act, organisations }) => [act, organisations.map(({ id }) => id)]);
    expect(offered).toEqual([
      ['departure', ['org-a', 'org-d']],
      ['stay', ['org-a']],
    ]);
  });

  it('suspend the whole account for whoever may, and no other act does', () => {
    const me = { id: 'acc-me', acts: acts({ suspend: ['org-a'], depart: ['org-a'] }) };
    const offered = possibleActs({ ...sheet, acts: ['suspend-everywhere'] }, me).map(({ act, everywhere }) => [act, everywhere]);
    expect(offered).toEqual([
      ['suspend', true],
      ['absence', true],
      ['departure', false],
    ]);
  });

  it('are none on oneself', () => {
    expect(possibleActs(sheet, { id: 'acc-paul', acts: acts({ suspend: ['org-a'] }) })).toEqual([]);
  });
});
