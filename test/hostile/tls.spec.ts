import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { certificateAlerts, type UpstreamSettings } from '@habilis/federation';
import type { ClientCertificateKind, FaultId, Pair } from '@habilis/simulator';
import { Browser } from './browser.ts';
import { Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

describe('an upstream behind TLS', () => {
  let place: Place;
  let files: string;
  const write = (name: string, pem: string) => {
    writeFileSync(path.join(files, name), pem);
    return path.join(files, name);
  };
  const byCertificate = (pair: Pair) => (settings: UpstreamSettings, id: string) => {
    const certificate = {
      authentication: 'tls_client_auth' as const,
      certificate: write('c.pem', pair.cert),
      key: write('k.pem', pair.key),
    };
    return {
      ...settings,
      client: { ...(id === 'psc' ? { id: 'habilis', ...certificate } : settings.client), authority: path.join(files, 'ca.pem') },
    };
  };
  const trusting = (settings: UpstreamSettings) => ({ ...settings, client: { ...settings.client, authority: path.join(files, 'ca.pem') } });
  const browser = () => new Browser(place.simulator.tls!.ca);

  beforeAll(async () => {
    files = mkdtempSync(path.join(os.tmpdir(), 'habilis-tls-'));
    place = await Place.open({ simulator: { tls: true } });
    write('ca.pem', place.simulator.tls!.ca);
    await place.restart({ change: trusting });
    expect((await place.signIn({ browser: browser() })).arrival).toBeDefined();
  });
  afterAll(() => place.close());

  it.each(['tls-bad-chain', 'tls-host-mismatch', 'tls-expired'] satisfies FaultId[])(
    '[39] %s: nothing is said to someone else',
    async (fault) => {
      await place.restart({ change: trusting });
      await refused(place, 'upstream.unreachable', misbehaving(place, fault, { browser: browser() }));
      expect(place.provider('psc').log.counts).not.toHaveProperty('other');
    },
  );

  it('[39] a private authority is believed only where it is configured', async () => {
    await place.restart();
    await refused(place, 'upstream.unreachable', () => place.signIn({ browser: browser() }));
  });

  describe('by client certificate', () => {
    const present = async (kind: ClientCertificateKind) => {
      await place.restart({ change: byCertificate(place.simulator.tls!.clientCertificate(kind)) });
      place.provider('psc').change({ clientAuth: 'mtls' });
    };
    const alerts = () => certificateAlerts(new Map(place.upstreams.all().map(({ id, settings }) => [id, settings])), place.clock.now());
    afterAll(() => place.provider('psc').change({ clientAuth: 'secret' }));

    it('signs people in, and says thirty days before that it will end', async () => {
      await present('valid');
      expect((await place.signIn({ browser: browser() })).arrival).toBeDefined();
      expect(alerts()).toMatchObject([{ upstream: 'psc', state: 'ends-soon', daysLeft: 29 }]);
    });

    it.each([
      ['client-certificate-expired', 'expired', 'ended'],
      ['client-certificate-early', 'not-yet-valid', 'not-yet-valid'],
    ] as const)('[38] %s: the page says that the operator has to act, and so does the alert', async (_fault, kind, state) => {
      await present(kind);
      await refused(place, 'upstream.client-refused', () => place.signIn({ browser: browser() }));
      expect(alerts()).toMatchObject([{ upstream: 'psc', state }]);
    });
  });
});
