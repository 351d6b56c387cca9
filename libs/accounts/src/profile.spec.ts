import { activitiesOf, diffProfiles, isDoctor, isStudent, NO_PROFILE, practises } from './index.ts';
import { anActivity, anExercise, aProfile } from './testing/index.ts';

const doctor = anExercise({ profession: '10', skill: 'SM26' });
const hospital = { technicalId: 'F0B9900010', name: 'HOPITAL IMAGINAIRE', finess: '0B9900010', legalFiness: '', siret: '' };

describe('a profession', () => {
  it.each([
    ['10', 'C', true],
    ['10', 'M', true],
    ['10', 'F', true],
    ['10', 'E', false],
    ['10', 'X', false],
    ['10', '', false],
    ['60', 'C', false],
  ])('%s/%s is a doctor: %s', (profession, category, expected) => {
    expect(isDoctor(aProfile(anExercise({ profession, category })))).toBe(expected);
  });

  it('is not practised by who has no activity left', () => {
    expect(practises(aProfile({ ...doctor, activities: [] }), '10')).toBe(false);
    expect(practises(NO_PROFILE, '10')).toBe(false);
  });

  it('of a student is one of training', () => {
    expect([isStudent({ category: 'E' }), isStudent({ category: 'C' })]).toEqual([true, false]);
  });
});

describe('activities to choose from', () => {
  it('come least privileged first, an unknown profession last', () => {
    const profile = aProfile(
      anExercise({ profession: '1234' }),
      doctor,
      anExercise({ profession: '10', category: 'E' }),
      anExercise({ profession: '60' }),
      anExercise({ profession: '10', activities: [anActivity({ kind: 'GENR13', workplace: hospital })] }),
    );
    expect(activitiesOf(profile).map((each) => each.label)).toEqual([
      'Médecin · HOPITAL IMAGINAIRE (libéral)',
      'Médecin (étudiant) · CABINET DR MOREAU (libéral)',
      'Infirmier · CABINET DR MOREAU (libéral)',
      'Médecin · CABINET DR MOREAU (libéral)',
      'Profession 1234 · CABINET DR MOREAU (libéral)',
    ]);
  });

  it('keep their id when a workplace changes its name, and lose it when a code changes', () => {
    const [before] = activitiesOf(aProfile(doctor));
    const renamed = { ...doctor, activities: [anActivity({ workplace: { ...anActivity().workplace, name: 'CABINET DES TILLEULS' } })] };
    expect(activitiesOf(aProfile(renamed))[0]!.id).toBe(before!.id);
    expect(activitiesOf(aProfile({ ...doctor, activities: [anActivity({ mode: 'S' })] }))[0]!.id).not.toBe(before!.id);
  });

  it('are offered once when the directory says them twice', () => {
    expect(activitiesOf(aProfile(doctor, doctor))).toHaveLength(1);
  });
});

describe('a change of situation', () => {
  const twoPlaces = [anActivity(), anActivity({ mode: 'S', workplace: hospital })];

  it('is not a change of order, of a name or of nothing', () => {
    const profile = aProfile({ ...doctor, activities: twoPlaces }, anExercise());
    const renamed = [...twoPlaces].reverse().map((each) => ({ ...each, workplace: { ...each.workplace, name: 'AUTRE NOM' } }));
    expect(diffProfiles(profile, aProfile(anExercise(), { ...doctor, activities: renamed }))).toEqual([]);
  });

  it('says the codes before and after, whatever changed', () => {
    const left = diffProfiles(aProfile({ ...doctor, activities: twoPlaces }), aProfile(doctor));
    expect(left).toEqual([{ what: 'activity', before: ['10/C L SA07 GENR01   R990001', '10/C S SA07 GENR01   F0B9900010'], after: ['10/C L SA07 GENR01   R990001'] }]); // prettier-ignore
    expect(diffProfiles(aProfile(doctor), aProfile({ ...doctor, category: 'E' })).map((each) => each.what)).toEqual([
      'profession',
      'activity',
    ]);
    expect(diffProfiles(aProfile(doctor), NO_PROFILE).map((each) => each.after)).toEqual([[], [], []]);
  });
});
