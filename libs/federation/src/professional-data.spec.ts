import { NO_PROFILE } from '@habilis/accounts';
import fc from 'fast-check';
import { professionalProfile } from './professional-data.ts';

const PSC = { form: 'psc' } as const;
const read = (claims: object) => professionalProfile(claims as Record<string, unknown>, '99700427885', PSC);

const CABINET = {
  identifiantTechniqueDeLaStructure: 'R102671',
  raisonSocialeSite: 'CABINET M DOC0042788',
  numeroFinessSite: '',
  numeroSiretSite: '',
};
const activity = (more: object = {}) => ({
  codeModeExercice: 'L',
  codeSecteurDactivite: 'SA07',
  codeSectionPharmacien: '',
  codeRole: '',
  ...CABINET,
  ...more,
});
const exercice = (more: object = {}) => ({
  codeProfession: '10',
  codeCategorieProfessionnelle: 'C',
  codeSavoirFaire: 'SM26',
  activities: [activity()],
  ...more,
});

describe('professional data', () => {
  // prettier-ignore
  it.each([
    ['2021',    {},                              { codeCivilite: 'M', exercices: [exercice()] },                                                           ''],
    ['2023-02', { authMode: 'CARD' },            { codeCivilite: 'M', exercices: [exercice({ activities: [activity({ codeGenreActivite: '' })] })] },      ''],
    ['2023-11', { codeGenreActivite: 'GENR01' }, { exercices: [exercice({ activities: [activity({ codeGenreActivite: 'GENR01' })] })] },                    'GENR01'],
    ['between', { codeGenreActivite: 'GENR01' }, { exercices: [exercice()] },                                                                              'GENR01'],
  ])('are read in the shape of %s', (_year, top, SubjectRefPro, kind) => {
    expect(read({ ...top, SubjectRefPro })).toEqual({
      rpps: '99700427885',
      exercises: [
        {
          profession: '10',
          category: 'C',
          skill: 'SM26',
          activities: [
            {
              ...{ mode: 'L', sector: 'SA07', kind, role: '', pharmacistSection: '' },
              workplace: { technicalId: 'R102671', name: 'CABINET M DOC0042788', finess: '', legalFiness: '', siret: '' },
            },
          ],
        },
      ],
    });
  });

  it('keep every exercice and activity, none of which speaks for the others', () => {
    const hospital = activity({ codeModeExercice: 'S', identifiantTechniqueDeLaStructure: 'F0B0193488', codeGenreActivite: 'GENR04' });
    const { exercises } = read({
      codeGenreActivite: 'GENR01',
      SubjectRefPro: { exercices: [exercice({ activities: [activity(), hospital] }), exercice({ codeProfession: '21' })] },
    });
    expect(exercises.map(({ profession }) => profession)).toEqual(['10', '21']);
    expect(exercises[0]!.activities.map(({ kind }) => kind)).toEqual(['', 'GENR04']);
  });

  it('keep codes nobody knows, and take the code out of code^oid', () => {
    const { exercises } = read({
      SubjectRefPro: { exercices: [exercice({ codeProfession: 'ZZ', codeSavoirFaire: 'SM99^1.2.250.1.71.4.2.5' })] },
    });
    expect(exercises[0]).toMatchObject({ profession: 'ZZ', skill: 'SM99' });
  });

  it('read a number for a text, and one object for a list of one', () => {
    const { exercises } = read({ SubjectRefPro: { exercices: exercice({ codeProfession: 10, activities: activity() }) } });
    expect(exercises).toMatchObject([{ profession: '10', activities: [{ mode: 'L' }] }]);
  });

  it.each([undefined, null, '', 'texte', 12, [], [[]], { exercices: 'texte' }, { exercices: [] }, { exercices: [null, 'a', 3, []] }])(
    'that are %j are nothing known',
    (SubjectRefPro) => expect(read({ SubjectRefPro })).toEqual({ ...NO_PROFILE, rpps: '99700427885' }),
  );

  it('are bounded, so that one person cannot fill the database', () => {
    const one = exercice({ codeProfession: 'x'.repeat(10_000), activities: Array<object>(5_000).fill(activity()) });
    const many = Array<object>(5_000).fill(one);
    const { exercises } = read({ SubjectRefPro: { exercices: many } });
    expect(exercises).toHaveLength(30);
    expect([exercises[0]!.activities.length, exercises[0]!.profession.length]).toEqual([30, 200]);
  });

  it('lose control characters, keep accents', () => {
    const { exercises } = read({
      SubjectRefPro: { exercices: [exercice({ activities: [activity({ raisonSocialeSite: 'Maison\u0000 de sante\u0301\r\n' })] })] },
    });
    expect(exercises[0]!.activities[0]!.workplace.name).toBe('Maison  de santé');
  });

  it('of any form whatever stop no sign-in', () => {
    const forms = [PSC, { form: 'flat', profession: '/a', structures: '/b', structureId: 'id', structureName: 'name' }] as const;
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('SubjectRefPro', 'exercices', 'activities', 'a', 'b', 'id', 'codeProfession'), maxDepth: 6 }),
        (claims) => {
          for (const form of forms) {
            const { exercises } = professionalProfile(claims as Record<string, unknown>, null, form);
            for (const each of exercises) expect(typeof each.profession).toBe('string');
          }
        },
      ),
    );
  });

  it('are flat where the upstream’s are', () => {
    const flat = { form: 'flat', profession: '/profession', structures: '/structures', structureId: 'id', structureName: 'name' } as const;
    const { exercises } = professionalProfile({ profession: '41', structures: [{ id: 'F0B9900044', name: 'CPTS' }, 'texte'] }, null, flat);
    expect(exercises).toMatchObject([
      { profession: '41', category: '', activities: [{ workplace: { technicalId: 'F0B9900044', name: 'CPTS' } }] },
    ]);
    expect(professionalProfile({}, null, flat).exercises).toEqual([]);
  });
});
