import { ESLint } from 'eslint';
import path from 'node:path';
import { root } from './tree.ts';

const eslint = new ESLint({ cwd: root, overrideConfigFile: path.join(root, 'test/rules/eslint.config.mjs') });

/** The rules of our own, each with the smallest text that breaks it. */
const OFFENCES: readonly (readonly [name: string, file: string, text: string])[] = [
  ['an enum', 'libs/accounts/src/a.ts', `export enum Stage { Open }`],
  ['chance that can be guessed', 'libs/accounts/src/a.ts', `export const chance = Math.random();`],
  ['an export without a name', 'libs/accounts/src/a.ts', `export default 1;`],
  ['an interface named I-something', 'libs/accounts/src/a.ts', `export interface IAccount { id: string }`],
  ['a test that waits by the clock', 'libs/accounts/src/a.spec.ts', `expect(told - asked).toBeLessThan(1_000);`],
  ['a class that manages', 'libs/accounts/src/a.ts', `export class AccountManager {}`],
  ['the clock of the machine in a rule', 'libs/accounts/src/a.ts', `export const now = () => new Date();`],
  ['the clock of the machine in a rule', 'libs/access/src/a.ts', `export const now = () => Date.now();`],
  ['a word on the console', 'libs/accounts/src/a.ts', `console.log('here');`],
  ['any', 'libs/accounts/src/a.ts', `export const a = (b: any) => b;`],
  ['an equality that guesses', 'libs/accounts/src/a.ts', `export const a = (b: unknown) => b == 1;`],
  ['a name that nobody uses', 'libs/accounts/src/a.ts', `const a = 1;`],
  ['a file that holds two ideas', 'libs/accounts/src/a.ts', Array.from({ length: 251 }, (_, i) => `export const a${i} = ${i};`).join('\n')],
];

describe('the linter', () => {
  it.each(OFFENCES)('refuses %s in %s', async (_, filePath, text) => {
    const [result] = await eslint.lintText(text, { filePath: path.join(root, filePath) });
    expect(result!.messages.map(({ ruleId }) => ruleId)).toHaveLength(1);
  });

  it('lets the machine’s clock be read where rules do not live', async () => {
    const [result] = await eslint.lintText('export const now = () => new Date();', { filePath: path.join(root, 'libs/database/src/a.ts') });
    expect(result!.messages).toEqual([]);
  });
});
