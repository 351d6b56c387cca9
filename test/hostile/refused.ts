import type { FaultId } from '@habilis/simulator';
import { sentences, type Outcome, type Place } from './place.ts';

/** What every refused sign-in owes: a page for people, one fact for the journal, and nothing else. */
export async function refused(place: Place, why: string, act: () => Promise<Outcome>, upstream: 'psc' | 'enrs' = 'psc'): Promise<Outcome> {
  const [accounts, already] = [await place.accounts(), await place.refusals()];
  const outcome = await act();
  const facts = (await place.refusals()).slice(already.length);

  expect({ why: facts.map((fact) => fact.why), by: facts.map((fact) => fact.by) }).toEqual({ why: [why], by: [`upstream:${upstream}`] });
  expect(outcome.arrival).toBeUndefined();
  expect([400, 401, 403, 409, 503]).toContain(outcome.status);
  expect(await place.accounts()).toEqual(accounts);

  const { label } = place.upstreams.get(upstream).settings;
  expect(outcome.page).toContain(sentences.refusal('fr', why, { upstream: label }));
  expect(outcome.page).toContain(String(facts[0]!.details['reference']));
  expect(outcome.page).toMatch(/href="\/(interaction\/[\w-]+|upstream\/\w+\/confirm\/[\w-]+)?"/);
  expect(outcome.page).not.toMatch(/OAUTH_|at \w+ \(|node_modules|undefined|\[object/);
  return outcome;
}

/** The upstream misbehaves once, during one whole sign-in. */
export function misbehaving(place: Place, fault: FaultId, options: Parameters<Place['signIn']>[0] & { value?: string } = {}) {
  const { value, ...rest } = options;
  const upstream = (rest.upstream ?? 'psc') as 'psc' | 'enrs';
  return async (): Promise<Outcome> => {
    place.simulator.setFault({ fault, upstream, ...(value !== undefined && { value }) });
    try {
      return await place.signIn(rest);
    } finally {
      place.simulator.clearFaults();
    }
  };
}
