import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ORGANISATION } from './population.ts';
import { PORTAL } from './portal.ts';
import { ROOT } from './process.ts';

/** The portal of the bench, as an operator would write it. */
const FILE = `
name: Banc d’essai
organisation: ${ORGANISATION}
redirectUris: ['${PORTAL.redirectUri}']
authentication:
  method: client_secret_basic
  secret: { env: HABILIS_PORTAL_BENCH_SECRET, development: '${PORTAL.secret}' }
grants: [authorization_code, refresh_token, client_credentials]
scopes: [openid, profile, 'access:evaluate', 'access:engage']
claims: [name]
ttl: { accessToken: 900 }
purpose: Mesurer le service à côté de son étalon.
legalBasis: public-interest
contact: bench@cpts-briey.example
`;

/**
 * The seed configuration with one portal more, whose policy is that of the example portal.
 *
 * @param ports of the upstreams in the seed, and where they are now
 * @returns its folder
 */
export function benchConfiguration(ports: ReadonlyMap<string, number>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'habilis-bench-config-'));
  cpSync(path.join(ROOT, 'config'), folder, { recursive: true });
  writeFileSync(path.join(folder, `portals/${PORTAL.id}.yaml`), FILE);
  const policy = readFileSync(path.join(folder, 'policies/dossiers.yaml'), 'utf8');
  writeFileSync(path.join(folder, `policies/${PORTAL.id}.yaml`), policy.replace(/^portal: .*$/m, `portal: ${PORTAL.id}`));
  // A password alone is a whole sign-in there: what is measured is the hash and all around it.
  appendFileSync(
    path.join(folder, `organisations/${ORGANISATION}.yaml`),
    `\npasswords:\n  alone: { until: '2099-12-31', decidedBy: Banc d’essai }\n`,
  );
  for (const file of readdirSync(path.join(folder, 'upstreams'))) {
    const at = path.join(folder, 'upstreams', file);
    writeFileSync(
      at,
      readFileSync(at, 'utf8').replace(/(?<=localhost:)\d{4}\b/g, (port) => String(ports.get(port) ?? port)),
    );
  }
  return folder;
}
