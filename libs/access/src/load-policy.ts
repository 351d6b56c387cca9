import path from 'node:path';
import { readFolder, SettingsError } from '@habilis/settings';
import { compilePolicy } from './compile-policy.ts';
import { PolicyDocument } from './policy-document.ts';
import type { Policy } from './policy.ts';

/**
 * Reads and compiles `config/policies/*.yaml`.
 *
 * @throws SettingsError with every problem of every file: nothing starts on half a policy
 */
export function loadPolicy(folder: string): Policy {
  const compiled = compilePolicy(readFolder(folder, PolicyDocument));
  if ('policy' in compiled) return compiled.policy;
  throw new SettingsError(
    compiled.flaws.map(({ file, path: at, wrong }) => ({
      where: path.relative('.', path.join(folder, `${file}.yaml`)),
      line: null,
      path: at.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${part}`), ''),
      wrong,
      mend: 'Voir l’en-tête de config/policies/habilis.yaml.',
    })),
  );
}
