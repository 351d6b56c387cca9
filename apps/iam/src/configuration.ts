import path from 'node:path';
import { loadPolicy, policyTexts } from '@habilis/access';
import { organisationSettings, organisationsOf } from '@habilis/accounts';
import { factorSettings, passwordSettings } from '@habilis/credentials';
import { readCharters } from '@habilis/charter';
import { upstreamSettings } from '@habilis/federation';
import { Portals, portalSchema } from '@habilis/provider';
import { readFolder, readTogether } from '@habilis/settings';

/** One file an organisation; each library has its section. */
const organisationFile = organisationSettings.extend({
  passwords: passwordSettings.optional().describe('What is asked of passwords; the product’s own rules when absent'),
  factors: factorSettings.optional().describe('What is asked of people because of their roles; nothing when absent'),
});

/** What the files of the configuration say, all of them read and checked. */
export type Configuration = ReturnType<typeof readConfiguration>;

/**
 * Reads every file of the configuration, before anything else is touched.
 *
 * @throws SettingsError with the problems of all the files at once
 */
export function readConfiguration(folder: string) {
  const at = (name: string) => path.join(folder, name);
  const { organisations, portals, ...rest } = readTogether({
    organisations: () => readFolder(at('organisations'), organisationFile),
    portals: () => readFolder(at('portals'), portalSchema),
    upstreams: () => readFolder(at('upstreams'), upstreamSettings),
    policy: () => loadPolicy(at('policies')),
    policyTexts: () => policyTexts(at('policies')),
    charters: () => readCharters(at('charters')),
  });
  const passwords = new Map([...organisations].map(([id, each]) => [id, each.passwords]));
  const factors = new Map([...organisations].map(([id, each]) => [id, each.factors]));
  return { ...rest, passwords, factors, organisations: organisationsOf(organisations), portals: new Portals(portals) };
}
