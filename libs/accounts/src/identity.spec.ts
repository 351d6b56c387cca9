import { recognise, type Arriving, type Identity, type Known, type NationalId } from './identity.ts';
import { aProfile, anArrival } from './testing/index.ts';

const RPPS = '899700000161';
const ADELI = '0999300017';
const OTHER_RPPS = '899700000179';
const nobody: Known = { identities: [], nationalIds: [], namesakes: [] };

const identity = (patch: Partial<Identity> = {}): Identity => {
  const { upstream, issuer, subject, nationalId, givenName, familyName } = anArrival();
  return {
    id: 'idn-1',
    accountId: 'acc-nadia',
    upstream,
    issuer,
    subject,
    nationalId,
    givenName,
    familyName,
    profile: aProfile(),
    ...patch,
  };
};
const owns = (id: string, accountId = 'acc-nadia', current = true): NationalId => ({ id, accountId, current });

/** Who arrives, what is on record, and who they are found to be. */
const CASES: [string, Partial<Arriving>, Partial<Known>, string][] = [
  ['nobody knows them', {}, {}, 'unknown'],
  ['the subject and the identifier agree', {}, { identities: [identity()], nationalIds: [owns(RPPS)] }, 'known:subject'],
  ['the identifier was enrolled and the subject is new', {}, { nationalIds: [owns(RPPS)] }, 'known:national-id'],
  ['an identity without identifier learns one', {}, { identities: [identity({ nationalId: null })] }, 'known:learnt'],
  ['neither had an identifier', { nationalId: null }, { identities: [identity({ nationalId: null })] }, 'known:subject'],
  ['another subject of the same issuer has the identifier', { subject: 'f:new' }, { identities: [identity()], nationalIds: [owns(RPPS)] }, 'doubt:subject-changed'],
  ['the subject comes with another identifier', { nationalId: OTHER_RPPS }, { identities: [identity()], nationalIds: [owns(RPPS)] }, 'doubt:national-id-changed'],
  ['the subject comes without its identifier', { nationalId: null }, { identities: [identity()], nationalIds: [owns(RPPS)] }, 'doubt:national-id-missing'],
  ['an identity without identifier brings a second one', { nationalId: OTHER_RPPS }, { identities: [identity({ nationalId: null })], nationalIds: [owns(RPPS)] }, 'doubt:national-id-changed'],
  ["the subject comes with someone else's identifier", { nationalId: OTHER_RPPS }, { identities: [identity()], nationalIds: [owns(RPPS), owns(OTHER_RPPS, 'acc-victor')] }, 'doubt:national-id-taken'],
  ["the subject comes with someone else's among the others", { otherIds: [ADELI] }, { identities: [identity()], nationalIds: [owns(RPPS), owns(ADELI, 'acc-gilles')] }, 'doubt:twin'],
  ['two people claim one arrival', { otherIds: [ADELI] }, { nationalIds: [owns(RPPS), owns(ADELI, 'acc-gilles')] }, 'doubt:twin'],
  ['an RPPS among the others is on record', { nationalId: 'ANS2026', otherIds: [RPPS] }, { nationalIds: [owns(RPPS)] }, 'doubt:twin'],
  ['a number on record comes only among the others', { nationalId: null, otherIds: [RPPS] }, { nationalIds: [owns(RPPS)] }, 'doubt:twin'],
  ['ADELI moves to the RPPS, with a new subject', { otherIds: [ADELI] }, { identities: [identity({ subject: 'f:old', nationalId: ADELI })], nationalIds: [owns(ADELI)] }, 'known:moved'],
  ['ADELI moves to the RPPS, with the same subject', { otherIds: [ADELI] }, { identities: [identity({ nationalId: ADELI })], nationalIds: [owns(ADELI)] }, 'known:moved'],
  ['ADELI moved to the RPPS at another issuer first', { otherIds: [ADELI] }, { identities: [identity({ subject: 'f:old', nationalId: ADELI })], nationalIds: [owns(RPPS), owns(ADELI, 'acc-nadia', false)] }, 'known:moved'],
  ['the move says nothing of the ADELI left', {}, { identities: [identity({ nationalId: ADELI })], nationalIds: [owns(ADELI)] }, 'doubt:national-id-changed'],
  ['the move names an ADELI, but the account has another RPPS', { otherIds: [ADELI] }, { identities: [identity({ subject: 'f:old', nationalId: ADELI })], nationalIds: [owns(ADELI), owns(OTHER_RPPS)] }, 'doubt:twin'],
  ['the RPPS would move back to ADELI', { nationalId: ADELI, otherIds: [RPPS] }, { identities: [identity()], nationalIds: [owns(RPPS)] }, 'doubt:national-id-changed'],
  ['a namesake, and nothing tells them apart', { nationalId: null }, { namesakes: ['acc-twin'] }, 'doubt:namesake'],
]; // prettier-ignore

describe('who arrives', () => {
  it.each(CASES)('%s', (_, who, known, expected) => {
    const found = recognise(anArrival(who), { ...nobody, ...known });
    const said = {
      unlinked: () => 'unlinked',
      unknown: () => 'unknown',
      doubt: () => `doubt:${'doubt' in found && found.doubt}`,
      known: () => `known:${'how' in found && found.how}`,
    };
    expect(said[found.kind]()).toBe(expected);
  });

  it('never looks at the address', () => {
    const found = recognise(anArrival({ email: 'marie@messagerie.example' }), nobody);
    expect(found.kind).toBe('unknown');
  });
});
