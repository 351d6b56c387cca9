import { sql } from '@habilis/database';
import type { UpstreamSettings } from '@habilis/federation';
import { Place } from './place.ts';

const LOOKS = sql(
  'test.looks',
  `select payload ->> 'session' as session, due_at from outbox where topic = 'upstream.recheck' order by created_at`,
);
const LIVE = sql('test.live-sessions', 'select id from upstream_session where ended_at is null');
const OWED = sql('test.owed-logouts', `select payload from outbox where topic = 'upstream.logged-out'`);

describe('someone looked at again while signed in', () => {
  const change = (settings: UpstreamSettings): UpstreamSettings => ({ ...settings, refresh: 'recheck' });
  let place: Place;
  beforeAll(async () => (place = await Place.open({ change })));
  afterAll(() => place.close());
  const signedIn = async () => {
    const { arrival } = await place.signIn();
    const session = (await place.db.query<{ session: string; due_at: Date }>(LOOKS)).at(-1)!;
    expect(session.due_at.getTime() - Date.now()).toBeGreaterThan(19 * 60_000);
    return { ...session, account: arrival!['accountId'] };
  };

  it('and still vouched for, goes on and will be looked at again', async () => {
    const { session } = await signedIn();
    const owed = (await place.db.query(LOOKS)).length;
    await place.recheck.run(session);
    await place.recheck.run(session); // the rotated refresh token was kept
    expect(await place.db.query(LOOKS)).toHaveLength(owed + 2);
    expect(await place.db.query(LIVE)).toContainEqual({ id: session });
  });

  it('[29] struck-off-mid-session: the journal says so at the next look', async () => {
    const { session, account } = await signedIn();
    place.provider('psc').setFault({ fault: 'struck-off-mid-session' });
    await place.recheck.run(session);
    place.simulator.clearFaults();
    expect(await place.facts('identity.situation-changed')).toMatchObject([{ on_id: account }]);
  });

  it('[29] deactivated-mid-session: whom the upstream no longer vouches for is signed out', async () => {
    const { session, account } = await signedIn();
    place.provider('psc').setFault({ fault: 'deactivated-mid-session' });
    await place.recheck.run(session);
    place.simulator.clearFaults();
    expect(await place.db.query(LIVE)).not.toContainEqual({ id: session });
    expect(await place.facts('session.ended-upstream')).toMatchObject([{ on_id: account, why: 'upstream.code-refused' }]);
    expect(await place.db.query(OWED)).toEqual([{ payload: { account, session, upstream: 'psc' } }]);
    await place.recheck.run(session); // nothing is left to look at
  });

  it('[31] an upstream that does not answer is asked again later, and nobody is signed out for that', async () => {
    const { session } = await signedIn();
    place.provider('psc').setFault({ fault: 'network-token-unavailable' });
    await expect(place.recheck.run(session)).rejects.toMatchObject({ code: 'upstream.unreachable' });
    place.simulator.clearFaults();
    expect(await place.db.query(LIVE)).toContainEqual({ id: session });
  });
});
