import { sql } from '@habilis/database';
import { isDoctor, type ProfessionalProfile } from '@habilis/accounts';
import type { FaultId } from '@habilis/simulator';
import { Place, type Outcome } from './place.ts';
import { misbehaving, refused } from './refused.ts';

const PROFILES = sql('test.profiles', 'select account_id, profile, national_id from identity order by created_at');

describe('an identity that is not what it should be', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.open();
    for (const persona of ['claire-moreau', 'thomas-renaud']) expect((await place.signIn({ persona })).arrival).toBeDefined();
  });
  afterAll(() => place.close());
  const profiles = () => place.db.query<{ account_id: string; profile: ProfessionalProfile; national_id: string | null }>(PROFILES);
  const profileOf = async ({ arrival }: Outcome) => (await profiles()).find((each) => each.account_id === arrival!['accountId'])!;
  /** Someone nobody else in this file is, with a fault in what is said of them. */
  const newcomer = async (fault: FaultId, persona: string, upstream = 'psc') =>
    profileOf(await misbehaving(place, fault, { persona, upstream })());

  // prettier-ignore
  it.each([
    [24, 'name-id-missing',    'upstream.national-id-missing'],
    [24, 'name-id-empty',      'upstream.national-id-missing'],
    [24, 'name-id-changed',    'upstream.quarantined'],
    [24, 'sub-changed',        'upstream.quarantined'],
    [25, 'name-id-of-another', 'upstream.quarantined'],
    [26, 'rpps-bad-luhn',      'upstream.national-id-malformed'],
    [26, 'id-with-spaces',     'upstream.national-id-malformed'],
    [26, 'id-homoglyphs',      'upstream.national-id-malformed'],
  ] as const)('[%i] %s: nobody is signed in, nothing is merged: %s', async (_number, fault, why) => {
    // The person is known: the same subject, or the same number, now says something else.
    await refused(place, why, misbehaving(place, fault));
  });

  it('[24] what does not fit together waits for an administrator', async () => {
    const doubts = (await place.facts('identity.quarantined')).map(({ why }) => why);
    expect(doubts).toEqual(expect.arrayContaining(['national-id-changed', 'subject-changed', 'national-id-taken']));
  });

  it.each([
    ['id-adeli', 'gilles-lambert', '0999300025'],
    ['id-finess-slash', 'martine-dubois', '3990000036/0099'],
  ] as const)('[26] %s is an identifier like another', async (fault, persona, id) => {
    expect((await newcomer(fault, persona)).national_id).toBe(id);
  });

  it('[27] ref-pro-absent, exercices-empty, exercices-string: someone without a readable profession still signs in', async () => {
    expect((await newcomer('ref-pro-absent', 'ines-caron')).profile.exercises).toEqual([]);
    expect((await newcomer('exercices-empty', 'paul-gauthier')).profile.exercises).toEqual([]);
    expect((await newcomer('exercices-string', 'hugo-faure')).profile.exercises).toEqual([]);
  });

  it('[27] exercices-several, profession-unknown: all are kept, unknown codes as they came', async () => {
    expect((await newcomer('exercices-several', 'nadia-haddad')).profile.exercises).toHaveLength(2);
    expect((await newcomer('profession-unknown', 'marie-eleonore')).profile.exercises[0]!.profession).toBe('ZZ');
  });

  it('[28] student-as-doctor: a student coded 10/E is not a doctor', async () => {
    const { profile } = await newcomer('student-as-doctor', 'lucas-petit');
    expect(profile.exercises[0]).toMatchObject({ profession: '10', category: 'E' });
    expect(isDoctor(profile)).toBe(false);
  });

  it('[29] struck-off-mid-session: the next look at the person finds no activity, and says so in the journal', async () => {
    const before = await profileOf(await place.signIn({ persona: 'claire-moreau' }));
    expect(isDoctor(before.profile)).toBe(true);
    const after = await profileOf(await misbehaving(place, 'struck-off-mid-session', { persona: 'claire-moreau' })());
    expect(isDoctor(after.profile)).toBe(false);
    const [changed] = await place.facts('identity.situation-changed');
    expect(changed).toMatchObject({ on_id: before.account_id, details: { upstream: 'psc' } });
  });

  it('[30] email-of-another: an address links nobody to an account', async () => {
    const { arrival } = await misbehaving(place, 'email-of-another', {
      persona: 'amelie-roux',
      value: 'claire.moreau@messagerie.example',
    })();
    const names = await place.names();
    expect(names[String(arrival!['accountId'])]).toBe('ROUX');
    const byRegion = await misbehaving(place, 'email-of-another', {
      upstream: 'enrs',
      persona: 'karim-benali',
      value: 'claire.moreau@messagerie.example',
    })();
    expect((await place.names())[String(byRegion.arrival!['accountId'])]).toBe('BENALI');
  });

  it('[27] names of any script and length are kept whole', async () => {
    const { arrival } = await place.signIn({ persona: 'layla-ben-youssef' });
    expect((await place.names())[String(arrival!['accountId'])]).toBe('بن يوسف');
  });
});
