import { loadWords } from '../words.ts';
import { ACTS, complete, type Doing } from './acts.ts';
import { consequenceSentences } from './consequence-words.ts';

beforeAll(() => loadWords('fr'));

const organisation = { id: 'org-cpts-briey', name: 'CPTS du Pays de Briey' };
const doing: Doing = { act: 'suspend', account: 'acc-1', version: 4, name: 'Claire Moreau', organisations: [organisation] };
const answers = { organisation: organisation.id, role: '', from: '', until: '2026-12-15', why: 'security-incident' };

describe('the form of an act', () => {
  it('sends what was answered, and null for what was left empty', () => {
    expect(ACTS.suspend.form(doing, answers)).toEqual({
      organisation: organisation.id,
      why: 'security-incident',
      version: 4,
      from: null,
      until: '2026-12-15',
    });
    expect(ACTS.departure.form(doing, answers)).toEqual({ organisation: organisation.id, why: 'security-incident', version: 4, on: null });
  });

  it('goes to the address of what it is about', () => {
    expect(ACTS.lift.path({ ...doing, act: 'lift', on: 'hold-9' })).toBe('members/acc-1/holds/hold-9/lift');
    expect(ACTS.revoke.path({ ...doing, act: 'revoke', on: 'grant-9' })).toBe('members/acc-1/grants/grant-9/revoke');
  });

  it('waits for the organisation and the role, not for the days', () => {
    expect(complete(doing, { ...answers, until: '' })).toBe(true);
    expect(complete(doing, { ...answers, organisation: '' })).toBe(false);
    expect(complete({ ...doing, act: 'grant' }, answers)).toBe(false);
  });
});

describe('the consequences of an act, in sentences', () => {
  const now = new Date('2026-11-22T09:00:00Z');
  const consequences = {
    act: 'suspend',
    organisation,
    from: now.toISOString(),
    until: null,
    reach: { before: 'portals', after: 'nowhere' },
    sessions: 2,
    portals: ['Dossiers', 'Agenda'],
  } as const;
  const said = (patch: object) =>
    consequenceSentences(
      { consequences: { ...consequences, ...patch, portals: [...consequences.portals], vacant: [] }, undo: null },
      'Claire Moreau',
      now,
    );

  it('begin with what the person loses, then when, what ends and who is told', () => {
    expect(said({})).toEqual([
      'Claire Moreau n’aura plus aucun accès aux portails de « CPTS du Pays de Briey ».',
      'Effet immédiat.',
      '2 sessions ouvertes prennent fin.',
      'Portails prévenus\u00a0: «\u00a0Dossiers\u00a0», «\u00a0Agenda\u00a0».',
    ]);
  });

  it('say the day for what begins later, and when it ends by itself', () => {
    expect(said({ from: '2026-12-19T23:00:00Z', until: '2027-01-01T23:00:00Z' }).slice(1, 3)).toEqual([
      'Prend effet le 20 décembre 2026.',
      'Prend fin le 2 janvier 2027, sans intervention.',
    ]);
  });

  it('say that another limit remains when lifting one changes nothing', () => {
    expect(said({ act: 'lift', reach: { before: 'nowhere', after: 'nowhere' } })[0]).toContain('une autre limite demeure');
  });

  it('speak of sessions only when some end', () => {
    expect(said({ act: 'approve', reach: { before: 'own-account', after: 'portals' } })).toHaveLength(2);
    expect(said({ sessions: 0 })).toContain('Aucune session ouverte à fermer.');
  });

  it('warn that a role is worth nothing while access is limited', () => {
    expect(said({ act: 'grant', reach: { before: 'nowhere', after: 'nowhere' } })).toContain(
      'Le rôle restera sans effet tant que l’accès est limité.',
    );
  });
});
