import { nationalIdOf, otherIdsOf, rppsOf } from './national-id.ts';
import { at, textAt } from './pointer.ts';
import { professionalProfile } from './professional-data.ts';
import type { Proof } from './proof.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/**
 * Who someone is, out of the claims: only what is trusted may recognise them.
 *
 * @throws Refusal `upstream.national-id-missing` or `upstream.national-id-malformed` (forbidden)
 */
export function identityIn(claims: Proof['claims'], { claims: map }: UpstreamSettings) {
  const stated = map.nationalId ? nationalIdOf(at(claims, map.nationalId.at), map.nationalId) : null;
  const trusted = map.nationalId?.trust === 'trusted' ? stated : null;
  return {
    nationalId: trusted,
    otherIds: trusted !== null && map.otherIds !== undefined ? otherIdsOf(at(claims, map.otherIds), trusted) : [],
    givenName: textAt(claims, map.givenName),
    familyName: textAt(claims, map.familyName),
    email: textAt(claims, map.email, 254) || null,
    profile: professionalProfile(claims, rppsOf(stated), map.professional),
  };
}
