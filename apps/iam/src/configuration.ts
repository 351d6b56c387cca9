import path from 'node:path';
import { loadPolicy } from '@habilis/access';
import { organisationSettings, organisationsOf } from '@habilis/accounts';
import { readCharters } from '@habilis/charter';
import { upstreamSettings } from '@habilis/federation';
import { Portals, portalSchema } from '@habilis/provider';
import { readFolder, readTogether } from '@habilis/settings';

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
    organisations: () => readFolder(at('organisations'), organisationSettings),
    portals: () => readFolder(at('portals'), portalSchema),
    upstreams: () => readFolder(at('upstreams'), upstreamSettings),
    policy: () => loadPolicy(at('policies')),
    charters: () => readCharters(at('charters')),
  });
  return { ...rest, organisations: organisationsOf(organisations), portals: new Portals(portals) };
}
