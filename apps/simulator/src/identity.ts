import type { Exercice, Persona } from './personas.ts';
import type { Upstream } from './upstream.ts';

/** Who a provider says a person is, today: a draft that faults may bend before it is told. */
export interface Identity {
  sub: string;
  nationalId: string | undefined;
  given: string;
  family: string;
  civility: string;
  otherIds: { identifiant: string; origine: string; qualite: number }[];
  /** Not always a list when misbehaving; `undefined`: no SubjectRefPro. */
  exercices: readonly Exercice[] | string | undefined;
  email: string | undefined;
}

/** Part of every `sub` of the sandbox. */
const FEDERATION = '550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd';

// prettier-ignore
const ORIGINS = [
  { test: /^8\d{11}$/, origine: 'RPPS' },
  { test: /^0\d{9}$/,  origine: 'ADELI' },
  { test: /^3.+\//,    origine: 'FINESS' },
  { test: /^ANS\d+$/,  origine: 'EDIT' },
];

const otherId = (identifiant: string) => ({
  identifiant,
  origine: ORIGINS.find(({ test }) => test.test(identifiant))?.origine ?? '',
  qualite: 1,
});

/** The person as this provider knows them, before any fault. */
export function plainIdentity(upstream: Upstream, persona: Persona): Identity {
  const moved = persona.movedTo !== undefined && upstream.settings.moved.includes(persona.id);
  const nationalId = moved ? persona.movedTo : persona.nationalId;
  const known = moved ? [persona.movedTo, persona.nationalId] : [persona.nationalId];
  return {
    sub: upstream.dialect.name === 'psc' ? `f:${FEDERATION}:${nationalId}` : (persona.enrsSub ?? persona.id),
    nationalId,
    given: persona.given,
    family: persona.family,
    civility: persona.civility,
    otherIds: known.filter((id) => id !== undefined).map(otherId),
    exercices: upstream.settings.struckOff.includes(persona.id) ? withoutActivity(persona.exercices) : persona.exercices,
    email: upstream.dialect.name === 'enrs' ? persona.email : undefined,
  };
}

export const withoutActivity = (exercices: readonly Exercice[] | undefined): readonly Exercice[] | undefined =>
  exercices?.map((exercice) => ({ ...exercice, activities: [] }));
