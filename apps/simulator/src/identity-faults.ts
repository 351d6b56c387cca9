import { strike, type Subject } from './active-faults.ts';
import type { FaultAt } from './faults.ts';
import { plainIdentity, withoutActivity, type Identity } from './identity.ts';
import type { Exercice, Persona } from './personas.ts';
import type { Upstream } from './upstream.ts';

type Effect = (who: Identity, context: undefined, value: string | undefined) => void;

const SECOND: Exercice = {
  profession: '60',
  category: 'C',
  civility: '',
  activities: [{ structure: 'hospital', mode: 'S', kind: 'GENR01' }],
};
const STUDENT: Exercice = {
  profession: '10',
  category: 'E',
  civility: '',
  activities: [{ structure: 'hospital', mode: 'S', kind: 'GENR01' }],
};

const listOf = (who: Identity): readonly Exercice[] => (Array.isArray(who.exercices) ? who.exercices : []);
const digit = (text: string, zero: number) => text.replace(/\d/gu, (figure) => String.fromCodePoint(zero + Number(figure)));
const FULLWIDTH_ZERO = 0xff10;

/** What is said of the person. The sub stays unless the fault is about it: subjects are computed before. */
export const IDENTITY_EFFECTS: Record<FaultAt<'identity'>, Effect> = {
  'name-id-missing': (who) => void (who.nationalId = undefined),
  'name-id-empty': (who) => void (who.nationalId = ''),
  'name-id-changed': (who) => void (who.nationalId = '899700000302'),
  'sub-changed': (who) => void (who.sub = who.sub.replace(/[0-9a-f]{8}-/u, '0badcafe-')),
  'name-id-of-another': (who, _, value) =>
    void (who.nationalId = value ?? (who.nationalId === '899700000005' ? '899700000013' : '899700000005')),
  'rpps-bad-luhn': (who) => void (who.nationalId = '899700000006'),
  'id-adeli': (who) => void (who.nationalId = '0999300025'),
  'id-finess-slash': (who) => void (who.nationalId = '3990000036/0099'),
  'id-with-spaces': (who) => void (who.nationalId = ` ${(who.nationalId ?? '').replace(/^(.{4})/u, '$1 ')} `),
  'id-homoglyphs': (who) => void (who.nationalId = digit(who.nationalId ?? '', FULLWIDTH_ZERO)),
  'ref-pro-absent': (who) => void (who.exercices = undefined),
  'exercices-empty': (who) => void (who.exercices = []),
  'exercices-several': (who) => void (who.exercices = [...listOf(who), SECOND]),
  'profession-unknown': (who) => void (who.exercices = listOf(who).map((exercice) => ({ ...exercice, profession: 'ZZ' }))),
  'exercices-string': (who) => void (who.exercices = '10'),
  'student-as-doctor': (who) => void (who.exercices = [STUDENT]),
  'struck-off-mid-session': (who) => void (who.exercices = withoutActivity(listOf(who))),
  'email-of-another': (who, _, value) => void (who.email = value ?? 'sophie.bernard@messagerie.example'),
};

/** The person as this provider says they are, here and now. */
export const toldIdentity = (upstream: Upstream, persona: Persona, subject: Subject): Promise<Identity> =>
  strike(upstream.faults, IDENTITY_EFFECTS, subject, plainIdentity(upstream, persona), undefined);
