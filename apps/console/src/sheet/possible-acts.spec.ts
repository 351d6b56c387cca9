import type { Me } from '../api/types.ts';
import { possibleActs } from './possible-acts.ts';

const place = (id: string, stage: 'active' | 'requested' | 'ended') => ({
  organisation: { id, name: id },
  stage,
  from: '2026-01-01T00:00:00Z',
  until: null,
});
const acts = (patch: Partial<Me['acts']>): Me['acts'] => ({
  list: [], read: [], approve: [], refuse: [], suspend: [], lift: [], depart: [], grant: [], revoke: [], journal: [], ...patch,
}); // prettier-ignore

describe('the acts offered on a sheet', () => {
  const sheet = { id: 'acc-paul', memberships: [place('org-a', 'active'), place('org-b', 'requested'), place('org-c', 'ended')] };

  it('are those I may do, where the person’s place calls for them', () => {
    const me = { id: 'acc-me', acts: acts({ approve: ['org-a', 'org-b'], suspend: ['org-a', 'org-b', 'org-c'] }) };
    const offered = possibleActs(sheet, me).map(({ act, organisations }) => [act, organisations.map(({ id }) => id)]);
    expect(offered).toEqual([
      ['approve', ['org-b']],
      ['suspend', ['org-a']],
      ['absence', ['org-a']],
    ]);
  });

  it('are none on oneself', () => {
    expect(possibleActs(sheet, { id: 'acc-paul', acts: acts({ suspend: ['org-a'] }) })).toEqual([]);
  });
});
