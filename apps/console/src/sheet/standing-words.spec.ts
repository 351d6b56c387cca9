import type { Standing } from '../api/types.ts';
import { loadWords } from '../words.ts';
import { holdPeriod } from './hold-words.ts';
import { limitSentences, reachSentence } from './standing-words.ts';

beforeAll(() => loadWords('fr'));

const organisation = { id: 'org-cpts-briey', name: 'CPTS du Pays de Briey' };
const standing = (limits: Standing['limits'], reach: Standing['reach'] = 'nowhere'): Standing => ({ organisation, reach, limits });

describe('where someone stands, in plain French', () => {
  it('says how far they can go, and at which organisation', () => {
    expect(reachSentence(standing([], 'portals'))).toBe('Peut se connecter aux portails de « CPTS du Pays de Briey ».');
  });

  it('gives the reasons, the hardest first', () => {
    const limits: Standing['limits'] = [
      { kind: 'charter', version: 2, reach: 'own-account' },
      { kind: 'hold', hold: 'suspension', until: null, reach: 'nowhere' },
    ];
    expect(limitSentences(standing(limits))).toEqual([
      'Son accès est suspendu, jusqu’à ce que la suspension soit levée.',
      'La version 2 de la charte n’est pas encore acceptée\u00a0; elle sera demandée à la prochaine connexion.',
    ]);
  });

  it('says on which day in Paris access comes back', () => {
    const absence = { kind: 'hold', hold: 'absence', until: '2026-11-30T23:00:00Z', reach: 'nowhere' } as const;
    expect(limitSentences(standing([absence]))).toEqual(['Une absence est en cours\u00a0; l’accès revient le 1er décembre 2026.']);
  });

  it('has words for every limit there is', () => {
    const stages = ['requested', 'departed', 'closed', 'archived', 'erased'] as const;
    const holds = ['absence', 'suspension', 'restriction', 'quarantine', 'pause', 'compromise', 'renewal'] as const;
    const limits: Standing['limits'] = [
      ...stages.map((stage) => ({ kind: 'stage', stage, reach: 'nowhere' }) as const),
      ...holds.flatMap((hold) => [null, '2026-11-30T23:00:00Z'].map((until) => ({ kind: 'hold', hold, until, reach: 'nowhere' }) as const)),
      { kind: 'no-membership', reach: 'own-account' },
    ];
    for (const sentence of limitSentences(standing(limits))) expect(sentence).toMatch(/^[A-ZÉ].* .*\.$/);
  });
});

describe('when a hold applies', () => {
  const hold = { id: 'hold-1', kind: 'absence', organisation, why: 'unreachable', by: { id: 'acc-1', name: 'Sophie' } } as const;

  it.each([
    [
      { state: 'felt', from: '2026-11-15T23:00:00Z', until: null, liftedAt: null },
      'depuis le 16 novembre 2026, jusqu’à ce qu’elle soit levée',
    ],
    [
      { state: 'coming', from: '2026-12-19T23:00:00Z', until: '2027-01-01T23:00:00Z', liftedAt: null },
      'à partir du 20 décembre 2026\u00a0; l’accès revient le 2 janvier 2027',
    ],
    [
      { state: 'over', from: '2026-05-02T08:00:00Z', until: null, liftedAt: '2026-05-03T12:00:00Z' },
      'depuis le 2 mai 2026, levée le 3 mai 2026 à 14:00',
    ],
  ] as const)('%j', (period, words) => expect(holdPeriod({ ...hold, ...period })).toBe(words));
});
