import { fileURLToPath } from 'node:url';
import { loadPolicy } from '../language/load-policy.ts';
import { readCondition } from '../language/read-condition.ts';
import { conditionsInWords } from './in-words.ts';

const policy = loadPolicy(fileURLToPath(new URL('../../../../../config/policies', import.meta.url)));
const told = (type: string, written: unknown, language: 'fr' | 'en' = 'fr') => {
  const { condition, flaws } = readCondition(written, policy.types.get(type)!.fields);
  if (!condition) throw new Error(JSON.stringify(flaws));
  return conditionsInWords(policy, { type, condition }).map((each) => each[language]);
};

describe('a condition in words', () => {
  it('is one sentence for each line that must hold', () => {
    expect(
      told('dossiers:PatientFile', {
        structure: { in: { var: 'grant.organisations' } },
        careTeam: { contains: { var: 'me.subject' } },
        any: [{ careUntil: { exists: false } }, { careUntil: { gt: { var: 'now' } } }],
        'engagement.purposes': { contains: 'care' },
      }),
    ).toEqual([
      'la structure qui tient le dossier relève de l’organisation où le rôle est accordé',
      'l’équipe de soins comprend la personne',
      'soit rien n’indique la fin de la prise en charge, soit la fin de la prise en charge est à venir',
      'le portail a déclaré sa participation, avec pour finalité « Soigner ce patient »',
    ]);
  });

  it('speaks of instants as of instants, of numbers as of numbers, in both languages', () => {
    const written = { careFrom: { lt: '2026-03-02T08:00:00+01:00' }, 'now.hour': { gte: 7 }, structure: { notIn: ['org-a', 'org-b'] } };
    expect(told('dossiers:PatientFile', written)).toEqual([
      'le début de la prise en charge précède le 2 mars 2026 à 08:00',
      'l’heure, à Paris, vaut au moins 7',
      'la structure qui tient le dossier n’est pas parmi « org-a » et « org-b »',
    ]);
    expect(told('dossiers:PatientFile', { 'now.hour': { gte: 7 } }, 'en')).toEqual(['the hour in Paris is at least 7']);
  });

  it('calls by its name what the policy calls by nothing', () => {
    expect(told('Account', { none: [{ hold: { eq: 'absence' } }] })).toEqual(['rien de ceci n’est vrai : la mesure est « absence »']);
    expect(told('Account', { id: { eq: { var: 'me.id' } } })).toEqual(['l’objet de la demande est la personne elle-même']);
  });
});
