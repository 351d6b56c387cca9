import { VARIABLES } from './language/condition.ts';
import type { Asker, HeldRole } from '../holding.ts';
import { judge, malformedIn, type Judgement } from '../decision/judge.ts';
import type { Question } from '../decision/question.ts';
import type { Case, Person } from './language/policy-cases.ts';
import type { PolicyDocument } from './language/policy-document.ts';
import { typeKey, type Policy } from './language/policy.ts';
import type { WrittenPolicy } from './read-policy.ts';

/** A case of a file that was run, and what was found against it; null when it is as it should be. */
export interface CaseRun {
  readonly file: string;
  readonly line: number | null;
  readonly fr: string;
  readonly wrong: string | null;
}

/** Runs the cases of every file on the policy that the files make together. */
export function runCases({ policy, documents, lineOf }: WrittenPolicy): CaseRun[] {
  return [...documents].flatMap(([file, document]) =>
    document.cases.map((each, index) => ({
      file,
      line: lineOf(file, ['cases', index]),
      fr: each.fr,
      wrong: against(policy, document, each),
    })),
  );
}

function against(policy: Policy, document: PolicyDocument, each: Case): string | null {
  const person = document.people[each.who];
  const thing = document.things[each.thing];
  if (!person) return `personne inconnue « ${each.who} »`;
  if (!thing) return `chose inconnue « ${each.thing} »`;
  const [portal, type] = thing.on.includes(':') ? (thing.on.split(':') as [string, string]) : [document.portal ?? null, thing.on];
  const question: Question = {
    action: each.does,
    target: { id: each.thing, ...thing.is, ...each.with, type },
    context: each.context,
    ...(each.field && { field: each.field }),
  };
  const strange = [...malformedIn(policy, portal, question), ...unknownFacts(person), ...unknownRoles(policy, document, person)];
  if (strange.length > 0) return `inconnu, ou pas de la bonne sorte : ${strange.join(', ')}`;
  return differs(judge(policy, askerOf(policy, document, person, new Date(each.at)), portal, question), each);
}

function differs(judgement: Judgement, { expect }: Case): string | null {
  const found = judgement.allowed
    ? { allowed: short(judgement.rule.id) }
    : { refused: judgement.because === 'separation' ? short(judgement.rule.id) : judgement.because };
  return JSON.stringify(found) === JSON.stringify(expect) ? null : `attendu : ${said(expect)} ; trouvé : ${said(found)}`;
}

const short = (id: string) => id.slice(id.indexOf('/') + 1);
const said = (answer: Case['expect']) => ('allowed' in answer ? `permis par ${answer.allowed}` : `refusé, ${answer.refused}`);

/** The person as an asker who belongs where they are said to belong, and whom nothing limits. */
function askerOf(policy: Policy, document: PolicyDocument, person: Person, at: Date): Asker {
  const granted: HeldRole[] = person.roles.map((each) => ({
    role: fullName(policy, document, each.role),
    grant: `${each.role}@${each.in}`,
    organisation: each.in,
    organisations: [each.in, ...each.with],
    line: [each.in, ...each.under],
  }));
  const implied = [
    ...person.organisations.flatMap((place) =>
      policy.implied.membership.map((role) => ({ role, grant: null, organisation: place, organisations: [place], line: [place] })),
    ),
    ...policy.implied.account.map((role) => ({ role, grant: null, organisation: null, organisations: [], line: [] })),
  ];
  const facts = new Map(Object.entries(person.facts));
  if (person.assurance !== undefined) facts.set('me.assurance', person.assurance);
  return { id: 'me', subject: 'me', at, limits: [], organisations: person.organisations, roles: [...granted, ...implied], facts };
}

/** A role of the file itself, before one of Habilis that bears the same name. */
function fullName(policy: Policy, document: PolicyDocument, role: string): string {
  const own = typeKey(document.portal ?? null, role);
  return policy.roles.has(own) ? own : role;
}

const unknownFacts = ({ facts }: Person) => Object.keys(facts).filter((name) => !Object.hasOwn(VARIABLES, name));
const unknownRoles = (policy: Policy, document: PolicyDocument, { roles }: Person) =>
  roles.map(({ role }) => role).filter((role) => !policy.roles.has(fullName(policy, document, role)));
