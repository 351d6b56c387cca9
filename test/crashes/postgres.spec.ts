import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded, type EmbeddedServer } from '@habilis/database';
import { eventually } from '../support/browser.ts';
import { Dossiers } from '../support/dossiers.ts';
import { BRIEY, onProduct } from '../support/product.ts';
import { Witness } from '../support/witness.ts';

/** A server of its own, that keeps what it has acknowledged as in production. */
let directory: string;
let server: EmbeddedServer;
async function ownServer() {
  directory = mkdtempSync(path.join(os.tmpdir(), 'habilis-crash-'));
  chmodSync(directory, 0o755);
  server = startEmbedded({ directory: path.join(directory, 'pg') });
  const maker = new Witness(server.url());
  await maker.query('create database habilis');
  await maker.close();
  return { database: server.url('habilis') };
}
const product = onProduct(ownServer, () => product.enrol(BRIEY, 'thomas-renaud', 'amelie-roux', 'hugo-faure'));
afterAll(() => {
  server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ready = async () => (await fetch(`${product.stack.issuer}/health/ready`)).status;

/** As when the machine of the database loses its power: nobody is waited for, the next start recovers from the log. */
async function crash(): Promise<void> {
  const [{ pid } = { pid: '' }] = await product.witness.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  process.kill(Number(pid), 'SIGQUIT');
  await eventually(
    async () => isRunning(Number(pid)),
    (running) => !running,
  );
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function enterPortal(persona: string) {
  const visitor = product.visitor(persona);
  const begun = await product.dossiers.begin();
  const tokens = await product.dossiers.redeem(await visitor.enter(begun.url), begun);
  return { visitor, tokens, url: begun.url };
}

const suspension = (version: number) => ({ organisation: BRIEY, why: 'security-incident', from: null, until: null, version });
const suspend = async (account: string) =>
  expect(await product.sophie.act(`/members/${account}/suspend`, suspension(await product.sophie.version(account)))).toMatchObject({
    status: 200,
  });

const owedAbout = (account: string) =>
  product.witness.query<{ attempts: number; acknowledged: boolean }>(
    `select attempts, acknowledged_at is not null as acknowledged from outbox where topic = 'portal.logout' and about = $1`,
    [account],
  );

/** Suspends someone and lifts it again, one act after the other, until one is not acknowledged. @returns the last version acknowledged */
async function actUntilItFails(account: string, begun: () => void): Promise<number> {
  let { version } = await product.witness.kept(account);
  for (let undo: string | undefined; ;) {
    const answer = undo
      ? await product.sophie.act(`/members/${account}/holds/${undo}/lift`, { why: 'mistake', version })
      : await product.sophie.act(`/members/${account}/suspend`, {
          organisation: BRIEY,
          why: 'security-incident',
          from: null,
          until: null,
          version,
        });
    if (answer.status !== 200) {
      expect(answer).toMatchObject({ status: 500, body: { code: 'service.defect', detail: expect.stringContaining('de notre côté') } });
      return version;
    }
    version = answer.body.version as number;
    undo = undo ? undefined : (answer.body.undo.id as string);
    if (version > 5) begun();
  }
}

describe('PostgreSQL that crashes and comes back', () => {
  it('takes nothing with it that was acknowledged, and the service goes on by itself', async () => {
    const { visitor: amelie, tokens, url } = await enterPortal('amelie-roux');
    await enterPortal('hugo-faure');
    await product.stack.stopPortal();
    await suspend('acc-hugo-faure');
    await eventually(
      () => owedAbout('acc-hugo-faure'),
      (owed) => owed.some(({ attempts }) => attempts > 0),
    );
    expect(await ready()).toBe(200);

    let started = () => undefined as void;
    const underWay = new Promise<void>((resolve) => (started = resolve));
    const acting = actUntilItFails('acc-thomas-renaud', started);
    await underWay;
    await crash();
    const acknowledged = await acting;

    await eventually(ready, (status) => status === 503);
    expect((await fetch(`${product.stack.issuer}/health/live`)).status).toBe(200);
    const page = await amelie.go(url);
    expect([page.status, page.text]).toEqual([500, expect.stringContaining('de notre côté')]);
    expect(page.text).not.toMatch(/ECONN|\.ts:|node_modules|habilis_service/);

    server = startEmbedded({ directory: path.join(directory, 'pg') });
    await eventually(ready, (status) => status === 200);
    expect(product.stack.iam[0]!.child.exitCode).toBeNull();

    // The act under way when the server died was not acknowledged; it may be kept or not, but whole.
    const kept = await product.witness.kept('acc-thomas-renaud');
    expect([acknowledged, acknowledged + 1]).toContain(kept.version);
    const acts = kept.facts.filter((each) => each.startsWith('hold.'));
    expect(acts).toHaveLength(kept.version - 1);
    const suspensions = acts.filter((each) => each === 'hold.suspension').length;
    expect([kept.holds.length, kept.epoch - 1]).toEqual([suspensions, suspensions]);
    expect(kept.owed).toEqual([
      ...acts.filter((each) => each === 'hold.suspension').map(() => 'account.narrowed'),
      ...acts.map(() => 'mail.send'),
    ]);

    expect(await product.dossiers.isActive(tokens.access_token)).toBe(true);
    expect(Dossiers.hasCode(await amelie.go((await product.dossiers.begin()).url))).toBe(true);
    expect(await product.sophie.read('/me')).toMatchObject({ status: 200, body: { id: 'acc-sophie-bernard' } });
  });

  it('still owes what it owed before, and pays it', async () => {
    await product.stack.restartPortal();
    // What was being told as the server died stays claimed for half a minute: nobody is left to say that it failed.
    await eventually(
      () => owedAbout('acc-hugo-faure'),
      (owed) => owed.length > 0 && owed.every(({ acknowledged }) => acknowledged),
      50_000,
    );
  }, 60_000);

  it('hears a suspension again, and ends what the person has open', async () => {
    const { tokens } = await enterPortal('amelie-roux');
    await suspend('acc-amelie-roux');
    expect(await product.dossiers.opensAnything(tokens)).toBe(false);
    await eventually(
      () => owedAbout('acc-amelie-roux'),
      (owed) => owed.length > 0 && owed.every(({ acknowledged }) => acknowledged),
    );
  });
});
