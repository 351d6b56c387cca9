import path from 'node:path';
import { lintPolicy, policyTexts, type Lint } from '@habilis/access';

/**
 * Checks the policy files of the configuration: what is wrong and on which line, their cases, what can be proved of them.
 *
 * `node apps/iam/dist/main.js check-policy`. Reads files and nothing else; ends with 1 when they may not be published.
 */
export function checkPolicy(config: string): void {
  const folder = path.join(config, 'policies');
  const nameOf = (file: string) => path.relative('.', path.join(folder, `${file}.yaml`));
  const lint = lintPolicy(policyTexts(folder), nameOf);
  process.stdout.write(`${report(lint, nameOf).join('\n')}\n`);
  process.exitCode = lint.sound ? 0 : 1;
}

function report({ problems, cases, sound, findings }: Lint, nameOf: (file: string) => string): string[] {
  const failed = cases.filter(({ wrong }) => wrong !== null);
  return [
    ...problems.map(({ where, line, path: at, wrong, mend }) => `✗ ${where}:${line ?? 1} ${at} : ${wrong}\n    → ${mend}`),
    ...failed.map(({ file, line, fr, wrong }) => `✗ ${nameOf(file)}:${line ?? 1} cas « ${fr} » : ${wrong}`),
    ...findings.map(
      ({ blocks, file, line, fr, example }) => `${blocks ? '✗' : '!'} ${nameOf(file)}:${line ?? 1} ${fr}\n    ex. ${example.fr}`,
    ),
    `${cases.length - failed.length} cas sur ${cases.length} répondent comme prévu ; ${findings.length} constats ; ${sound ? 'publiable' : 'à corriger'}.`,
  ];
}
