import type { Policy, PolicyRole } from '../language/policy.ts';
import { placeOf, placeOfRole, type Finding, type Prover } from './finding.ts';

/** Roles that nobody can come to hold, and so rules that nobody reaches. */
export const unreachable: Prover = (written) => {
  const held = holdable(written.policy);
  return [...written.policy.roles.values()]
    .filter(({ name }) => !held.has(name))
    .map((role): Finding => ({
      kind: 'unreachable',
      blocks: role.rules.length > 0,
      about: role.name,
      ...placeOfRole(written, role),
      fr: `Personne ne peut tenir « ${role.name} » : ${role.rules.length} règle(s) hors d’atteinte.`,
      en: `Nobody can hold “${role.name}”: ${role.rules.length} rule(s) out of reach.`,
      example: { fr: 'Même l’administrateur du site ne peut pas l’accorder.', en: 'Even the site administrator cannot grant it.' },
    }));
};

/** Implied, or granted by someone who can hold what grants it; what grants itself was first granted by the operator. */
function holdable(policy: Policy): Set<string> {
  const held = new Set(
    [...policy.roles.values()]
      .filter(({ implied, grantedBy, name }) => implied !== null || grantedBy.includes(name))
      .map(({ name }) => name),
  );
  for (let before = -1; before !== held.size;) {
    before = held.size;
    for (const { name, grantedBy } of policy.roles.values()) if (grantedBy.some((each) => held.has(each))) held.add(name);
  }
  return held;
}

/**
 * Roles that together break a separation: two that one person could be given, or one that everybody holds already.
 *
 * Grants and uses are refused, so two that may be granted are told and not stopped; one that is held without a grant
 * would take the other from everyone, which nobody means.
 */
export const brokenSeparations: Prover = (written) =>
  written.policy.apart.flatMap((apart) =>
    pairs(apart.sides).map(([one, other]): Finding => {
      const implied = [one, other].find((name) => written.policy.roles.get(name)!.implied !== null);
      const granters = common(written.policy, one, other);
      return {
        kind: 'breaks-separation',
        blocks: implied !== undefined,
        about: apart.id,
        ...placeOf(written, apart.id, 'apart'),
        fr: `« ${one} » et « ${other} » rompent ensemble « ${apart.id} »${implied ? `, et tout le monde tient « ${implied} »` : ''}.`,
        en: `“${one}” and “${other}” together break “${apart.id}”${implied ? `, and everybody holds “${implied}”` : ''}.`,
        example: {
          fr: granters ? `Quelqu’un à qui ${granters} accorderait les deux : le second est refusé, et sans effet s’il existait déjà.` : 'Quelqu’un à qui deux personnes accorderaient chacune l’un des deux.',
          en: granters ? `Someone to whom ${granters} would grant both: the second is refused, and without effect if it was there.` : 'Someone to whom two people would grant one each.',
        },
      };
    }),
  ); // prettier-ignore

function pairs(sides: Policy['apart'][number]['sides']): [string, string][] {
  const found = sides.flatMap(([ones, others]) => ones.flatMap((one) => others.map((other) => [one, other].sort() as [string, string])));
  return [...new Map(found.map((each) => [each.join(' '), each])).values()];
}

const common = (policy: Policy, one: string, other: string) =>
  policy.roles.get(one)!.grantedBy.filter((each) => policy.roles.get(other)!.grantedBy.includes(each)).join(', '); // prettier-ignore

/**
 * Ways up: who could come to hold, through those they grant to, what they may not be granted directly.
 *
 * Nobody grants to themselves, so each takes an accomplice. A way that someone else has to approve is not reported.
 */
export const escalations: Prover = (written) =>
  [...written.policy.roles.values()]
    .filter(({ grants }) => grants.length > 0)
    .flatMap((from) => waysUp(written.policy, from).map((way) => toFinding(way, written.policy, placeOfRole(written, from))));

function waysUp(policy: Policy, from: PolicyRole): string[][] {
  const ways: string[][] = [];
  const known = new Set([from.name, ...from.grants]);
  const open: string[][] = from.grants.filter((each) => !isWatched(policy, each)).map((each) => [from.name, each]);
  for (let way = open.shift(); way; way = open.shift()) {
    for (const next of policy.roles.get(way.at(-1)!)?.grants ?? []) {
      if (known.has(next) || isWatched(policy, next)) continue;
      known.add(next);
      ways.push([...way, next]);
      open.push([...way, next]);
    }
  }
  return from.grants.includes(from.name) && !isWatched(policy, from.name) ? [[from.name, from.name], ...ways] : ways;
}

const isWatched = (policy: Policy, role: string) => policy.roles.get(role)!.approvedBy.length > 0 || policy.roles.get(role)!.fourEyes;

function toFinding(way: readonly string[], policy: Policy, place: { file: string; line: number | null }): Finding {
  const [from, to] = [way[0]!, way.at(-1)!];
  const steps = way.map((each) => policy.roles.get(each)!.fr).join(' → ');
  const itself = from === to;
  return {
    kind: 'escalation',
    blocks: false,
    about: from,
    ...place,
    fr: itself
      ? `« ${from} » s’accorde d’une personne à l’autre sans que personne d’autre n’approuve.`
      : `« ${from} » mène à « ${to} », qu’il n’accorde pas lui-même, sans que personne n’approuve.`,
    en: itself
      ? `“${from}” is granted from one person to the next with nobody else approving.`
      : `“${from}” leads to “${to}”, which it does not itself grant, with nobody approving.`,
    example: {
      fr: `Camille (${policy.roles.get(from)!.fr}) habilite Dominique, qui ${itself ? 'habilite à son tour qui il veut' : 'habilite Camille en retour'} : ${steps}.`,
      en: `Camille grants to Dominique, who ${itself ? 'grants in turn to anyone' : 'grants back to Camille'}: ${way.join(' → ')}.`,
    },
  };
}
