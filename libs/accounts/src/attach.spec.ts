import { attach } from './attach.ts';
import { resemblance, type Resemblance } from './compare-identity.ts';
import { recognise, type Arriving, type Identity, type Known, type NationalId } from './identity.ts';
import type { OwnIdentities } from './ports.ts';
import { anArrival } from './testing/index.ts';

const RPPS = '899700000161';
const ADELI = '0999300017';
const OTHER_RPPS = '899700000179';
const NADIA = { accountId: 'acc-nadia', givenName: 'Nadia', familyName: 'Haddad' };
const nobody: Known = { identities: [], nationalIds: [], namesakes: [] };

const identity = (patch: Partial<Identity> = {}): Identity => ({ ...anArrival(), id: 'idn-1', accountId: 'acc-nadia', ...patch });
const owns = (id: string, accountId = 'acc-nadia', current = true): NationalId => ({ id, accountId, current });
const own = (identities: readonly Identity[], ...nationalIds: NationalId[]): OwnIdentities => ({
  identities: identities.map((each) => ({ ...each, since: new Date(0), lastUsedAt: new Date(0) })),
  nationalIds,
});

/** What was proved upstream, what is on record of it, what the account has already, and what comes of adding it. */
// prettier-ignore
const CASES: [string, Partial<Arriving>, Partial<Known>, OwnIdentities, string][] = [
  ['nobody has it and the names agree', {}, {}, own([]), 'fits'],
  ['the names differ by accents and capitals alone', { familyName: 'HÀDDAD' }, {}, own([]), 'fits'],
  ['the names differ and no identifier speaks', { familyName: 'NOËL', nationalId: null }, {}, own([]), 'name-differs'],
  ['the names differ and the account has no identifier to compare', { familyName: 'NOËL' }, {}, own([]), 'name-differs'],
  ['the names differ and the identifier is the account’s', { familyName: 'NOËL' }, { nationalIds: [owns(RPPS)] }, own([], owns(RPPS)), 'fits'],
  ['the identifier is another than the account’s', { nationalId: OTHER_RPPS }, {}, own([], owns(RPPS)), 'national-id-changed'],
  ['the identifier was the account’s and is no more', { nationalId: ADELI }, { nationalIds: [owns(ADELI, 'acc-nadia', false)] }, own([], owns(RPPS), owns(ADELI, 'acc-nadia', false)), 'national-id-changed'],
  ['the account’s ADELI number has become this RPPS', { otherIds: [ADELI] }, { nationalIds: [owns(ADELI)] }, own([], owns(ADELI)), 'fits'],
  ['the identifier is somebody else’s', {}, { nationalIds: [owns(RPPS, 'acc-victor')] }, own([]), 'national-id-taken'],
  ['one of the others is somebody else’s', { otherIds: [ADELI] }, { nationalIds: [owns(ADELI, 'acc-gilles')] }, own([]), 'national-id-taken'],
  ['the subject is somebody else’s', {}, { identities: [identity({ accountId: 'acc-victor' })] }, own([]), 'subject-taken'],
  ['the account has another subject there', { subject: 'f:new' }, {}, own([identity()], owns(RPPS)), 'subject-changed'],
  ['it was removed and comes back', {}, { identities: [identity({ unlinked: true })], nationalIds: [owns(RPPS)] }, own([identity({ unlinked: true })], owns(RPPS)), 'fits'],
];

describe('adding a way in', () => {
  it.each(CASES)('when %s', (_, who, known, has, expected) => {
    const found = attach(anArrival(who), NADIA, { ...nobody, ...known }, has);
    expect(found.kind === 'doubt' ? found.doubt : found.kind).toBe(expected);
  });
});

/** The same, for somebody signed out who shows who they are: a name that agrees is worth nothing. */
// prettier-ignore
const SHOWN: [string, Partial<Arriving>, Partial<Known>, OwnIdentities, Resemblance['verdict'], string | null][] = [
  ['the identifier is the account’s', {}, { nationalIds: [owns(RPPS)] }, own([], owns(RPPS)), 'concordant', null],
  ['the subject is the account’s, and no identifier speaks', { nationalId: null }, { identities: [identity({ nationalId: null })] }, own([identity({ nationalId: null })]), 'concordant', null],
  ['the account’s ADELI number has become this RPPS', { otherIds: [ADELI] }, { nationalIds: [owns(ADELI)] }, own([], owns(ADELI)), 'concordant', null],
  ['only the names agree', {}, {}, own([]), 'unproved', null],
  ['the subject was removed by its person, and no identifier speaks', { nationalId: null }, { identities: [identity({ nationalId: null, unlinked: true })] }, own([identity({ nationalId: null, unlinked: true })]), 'unproved', null],
  ['the names differ', { familyName: 'NOËL' }, {}, own([]), 'discordant', null],
  ['the identifier is another than the account’s', { nationalId: OTHER_RPPS }, {}, own([], owns(RPPS)), 'discordant', null],
  ['the identifier is a namesake’s', {}, { nationalIds: [owns(RPPS, 'acc-victor')] }, own([]), 'discordant', 'acc-victor'],
  ['the subject is a namesake’s', {}, { identities: [identity({ accountId: 'acc-victor' })] }, own([]), 'discordant', 'acc-victor'],
  ['the account has another subject there', { subject: 'f:new' }, {}, own([identity()], owns(RPPS)), 'discordant', null],
];

describe('an identity shown for an account', () => {
  it.each(SHOWN)('when %s', (_, who, known, has, verdict, holder) => {
    const found = resemblance(anArrival(who), NADIA, { ...nobody, ...known }, has);
    expect([found.verdict, found.verdict === 'discordant' ? found.holder : null]).toEqual([verdict, holder]);
  });
});

describe('a way in that was removed', () => {
  it.each([
    ['by its subject', {}],
    ['by the identifier, when its profession has moved', { subject: 'f:moved', otherIds: [ADELI] }],
  ])('recognises nobody any more, %s', (_, who) => {
    const closed = identity({ unlinked: true, ...('subject' in who && { nationalId: ADELI }) });
    const known = { ...nobody, identities: [closed], nationalIds: [owns('subject' in who ? ADELI : RPPS)] };
    expect(recognise(anArrival(who), known)).toEqual({ kind: 'unlinked', accountId: 'acc-nadia' });
  });
});
