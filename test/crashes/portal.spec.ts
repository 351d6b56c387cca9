import { createServer, type Server } from 'node:net';
import { eventually } from '../support/browser.ts';
import { BRIEY, onProduct } from '../support/product.ts';
import type { Visitor } from '../support/visitor.ts';

const product = onProduct({}, () => product.enrol(BRIEY, 'thomas-renaud', 'amelie-roux', 'hugo-faure'));

async function enterPortal(persona: string): Promise<Visitor> {
  const visitor = product.visitor(persona);
  const begun = await product.dossiers.begin();
  await product.dossiers.redeem(await visitor.enter(begun.url), begun);
  return visitor;
}

async function suspend(account: string): Promise<void> {
  const form = {
    organisation: BRIEY,
    why: 'means-lost-or-stolen',
    from: null,
    until: null,
    version: await product.sophie.version(account),
  };
  expect(await product.sophie.act(`/members/${account}/suspend`, form)).toMatchObject({ status: 200 });
}

interface News {
  readonly attempts: number;
  readonly last_error: string | null;
  readonly claimed: boolean;
  readonly acknowledged: boolean;
}

/** What the portal is owed about someone. */
const newsOf = (account: string) =>
  product.witness.query<News>(
    `select attempts, last_error, claimed_until > now() as claimed, acknowledged_at is not null as acknowledged
     from outbox where topic = 'portal.logout' and about = $1 order by created_at`,
    [account],
  );
const allAcknowledged = (news: readonly News[]) => news.length > 0 && news.every(({ acknowledged }) => acknowledged);

/** A portal that lets callers in and says nothing. */
async function mutePortal(): Promise<{ called: Promise<void>; close(): Promise<void> }> {
  let server!: Server;
  const called = new Promise<void>(
    (resolve) => (server = createServer((socket) => socket.on('error', () => undefined).once('data', () => resolve()))),
  );
  await new Promise<void>((resolve) => server.listen(Number(new URL(product.stack.portal).port), 'localhost', resolve));
  return { called, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('a portal that cannot be reached', () => {
  it('is told later that a person was suspended and that another signed out, once it is back', async () => {
    await enterPortal('thomas-renaud');
    const amelie = await enterPortal('amelie-roux');
    await amelie.enter(`${product.stack.issuer}/session/sign-in?for=own`);
    await product.stack.stopPortal();

    await suspend('acc-thomas-renaud');
    const sessions = await amelie.go(`${product.stack.issuer}/moi/sessions`);
    await amelie.submit(sessions, '/moi/sessions/end-all');
    for (const account of ['acc-thomas-renaud', 'acc-amelie-roux']) {
      const news = await eventually(
        () => newsOf(account),
        (all) => all.some(({ attempts, last_error }) => attempts >= 2 && last_error !== null),
      );
      expect(allAcknowledged(news)).toBe(false);
    }

    await product.stack.restartPortal();
    for (const account of ['acc-thomas-renaud', 'acc-amelie-roux']) await eventually(() => newsOf(account), allAcknowledged, 20_000);
    const { deliveries } = (await product.sophie.read('/members/acc-thomas-renaud')).body as { deliveries: object[] };
    expect(deliveries).toEqual([expect.objectContaining({ portal: 'Dossiers partagés', state: 'acknowledged' })]);
  });

  it('is told later also when the process that was telling it is killed', async () => {
    await enterPortal('hugo-faure');
    await product.stack.stopPortal();
    const mute = await mutePortal();
    await suspend('acc-hugo-faure');
    await mute.called;
    expect(await newsOf('acc-hugo-faure')).toEqual([{ attempts: 1, last_error: null, claimed: true, acknowledged: false }]);
    await product.stack.iam[0]!.stop('SIGKILL');
    await mute.close();

    await Promise.all([product.stack.restartPortal(), product.stack.restart(0)]);
    expect(await newsOf('acc-hugo-faure')).toMatchObject([{ acknowledged: false }]);
    // The claim of the dead process lasts half a minute; here it is over at once.
    await product.witness.query(`update outbox set claimed_until = now() where claimed_until > now()`);
    const [news] = await eventually(() => newsOf('acc-hugo-faure'), allAcknowledged);
    // The one that was killed with its process, and as many more as the portal took to come back.
    expect(news!.attempts).toBeGreaterThanOrEqual(2);
  });
});
