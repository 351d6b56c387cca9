import path from 'node:path';
import { readFolderTexts } from '@habilis/settings';
import { readPolicy, type PolicyTexts } from '../read-policy.ts';
import type { Policy } from './policy.ts';

/** The texts of `config/policies/*.yaml`, as they are written. @throws SettingsError when the folder is not there */
export const policyTexts = (folder: string): PolicyTexts => readFolderTexts(folder);

/**
 * Reads and compiles `config/policies/*.yaml`.
 *
 * @throws SettingsError with every problem of every file: nothing starts on half a policy
 */
export function loadPolicy(folder: string): Policy {
  return readPolicy(policyTexts(folder), (file) => path.relative('.', path.join(folder, `${file}.yaml`))).policy;
}
