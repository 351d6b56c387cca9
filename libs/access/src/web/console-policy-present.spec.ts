import { fileURLToPath } from 'node:url';
import { loadPolicy } from '../policy/language/load-policy.ts';
import { pageView } from './console-policy-present.ts';
import { PolicyPage } from './console-policy-views.ts';

const policy = loadPolicy(fileURLToPath(new URL('../../../../config/policies', import.meta.url)));
const page = PolicyPage.parse(pageView(policy, (portal) => `Portail ${portal}`));
const rule = (id: string) => page.rules.find((each) => each.id === id)!;

describe('the page of a policy', () => {
  it('has every role, every rule once, every separation, each with its reason and its article', () => {
    expect(page.roles.map(({ id }) => id).sort()).toEqual([...policy.roles.keys()].sort());
    expect(new Set(page.rules.map(({ id }) => id)).size).toBe(page.rules.length);
    const cited = [...page.rules, ...page.separations, ...page.apart];
    expect(cited.map(({ id }) => id).sort()).toEqual([...policy.cited.keys()].sort());
    expect(cited.filter(({ source, fr, en }) => !source || !fr || !en)).toEqual([]);
  });

  it('says what is done in words, and on which condition', () => {
    const { actions } = page.types.find(({ id }) => id === 'dossiers:PatientFile')!;
    expect(actions).toContainEqual({ id: 'schedule', fr: 'prendre rendez-vous', en: 'book' });
    expect(rule('dossiers/secretaries-schedule')).toMatchObject({
      roles: ['dossiers:medical-secretary'],
      where: [
        { fr: 'la structure qui tient le dossier relève de l’organisation où le rôle est accordé' },
        { fr: 'la structure qui tient le dossier est l’une des organisations de la personne' },
        { fr: 'la finalité déclarée est « Prendre ou déplacer un rendez-vous »' },
      ],
    });
    expect(page.portals).toContainEqual({ id: 'dossiers', name: 'Portail dossiers' });
  });

  it('has words for each action and each attribute that a rule of ours looks at', () => {
    const bare = page.types.flatMap(({ id, actions, fields }) => [...actions, ...fields].filter((each) => each.fr === each.id).map((each) => `${id} ${each.id}`)); // prettier-ignore
    expect(bare).toEqual([]);
    const told = [...page.rules, ...page.separations].flatMap(
      ({ id, type, where }) =>
      [...policy.types.get(type)!.fields.keys()].filter((name) => where.some(({ fr }) => fr.includes(`« ${name} »`))).map((name) => `${id} ${name}`), // prettier-ignore
    );
    expect(told).toEqual([]);
  });
});
