import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';

const floors = createRequire(import.meta.url)('./floors.cjs') as IFlattenedRuleSet & { options: { enhancedResolveOptions: object } };

type Program = Readonly<Record<string, string>>;

/** A file that imports another, as the importing file would write it. */
const offence = (from: string, to: string): Program => ({
  [from]: `import '${to.startsWith('node_modules/') ? to.replace(/^node_modules\/|\/index\.js$/g, '') : relative(from, to)}';`,
  [to]: 'export {};',
});

const relative = (from: string, to: string) => path.relative(path.dirname(from), to).replace(/^(?!\.)/, './');

/** The smallest program that breaks each rule. A rule without one is not a rule. */
const OFFENCES: Readonly<Record<string, readonly Program[]>> = {
  'kernel-is-alone': [
    offence('libs/kernel/src/a.ts', 'node_modules/zod/index.js'),
    offence('libs/kernel/src/a.ts', 'libs/http/src/index.ts'),
  ],
  'ground-looks-down': [
    offence('libs/http/src/a.ts', 'libs/accounts/src/index.ts'),
    offence('libs/http/src/a.ts', 'libs/database/src/index.ts'),
  ],
  'records-looks-down': [
    offence('libs/accounts/src/a.ts', 'libs/charter/src/index.ts'),
    offence('libs/accounts/src/a.ts', 'libs/access/src/index.ts'),
  ],
  'judgements-looks-down': [offence('libs/access/src/a.ts', 'libs/provider/src/index.ts')],
  'protocols-looks-down': [
    offence('libs/provider/src/a.ts', 'apps/iam/src/main.ts'),
    offence('libs/provider/src/a.ts', 'libs/federation/src/index.ts'),
  ],
  'apps-are-strangers': [offence('apps/iam/src/a.ts', 'apps/stack/src/index.ts')],
  'outside-is-outside': [
    offence('apps/portal/src/a.ts', 'libs/kernel/src/index.ts'),
    offence('apps/simulator/src/a.ts', 'libs/http/src/index.ts'),
  ],
  'guard-is-installed-alone': [
    offence('libs/guard/src/a.ts', 'libs/kernel/src/index.ts'),
    offence('libs/guard/src/nest/a.ts', 'libs/http/src/index.ts'),
  ],
  'guard-stands-in-portals': [offence('libs/access/src/a.ts', 'libs/guard/src/index.ts')],
  'guard-needs-no-nest': [
    offence('libs/guard/src/a.ts', 'node_modules/@nestjs/common/index.js'),
    offence('libs/guard/src/a.ts', 'libs/guard/src/nest/index.ts'),
  ],
  'console-is-a-browser': [offence('apps/console/src/a.tsx', 'libs/accounts/src/index.ts')],
  'domain-is-plain': [
    offence('libs/accounts/src/account.ts', 'libs/accounts/src/pg/rows.ts'),
    offence('libs/accounts/src/account.ts', 'libs/accounts/src/web/c.ts'),
    offence('libs/accounts/src/account.ts', 'node_modules/typeorm/index.js'),
    offence('libs/notices/src/a.ts', 'node_modules/nodemailer/index.js'),
  ],
  'domain-is-plain-access': [offence('libs/access/src/a.ts', 'node_modules/@nestjs/common/index.js')],
  'domain-is-plain-federation': [offence('libs/federation/src/a.ts', 'node_modules/oidc-provider/index.js')],
  'domain-is-plain-provider': [offence('libs/provider/src/a.ts', 'node_modules/express/index.js')],
  'web-never-sees-the-database': [
    offence('libs/accounts/src/web/c.ts', 'libs/accounts/src/pg/rows.ts'),
    offence('libs/accounts/src/web/c.ts', 'node_modules/pg/index.js'),
  ],
  'database-never-sees-the-web': [
    offence('libs/accounts/src/pg/rows.ts', 'libs/accounts/src/web/c.ts'),
    offence('libs/accounts/src/pg/rows.ts', 'node_modules/@nestjs/common/index.js'),
  ],
  'through-the-door': [
    offence('libs/access/src/a.ts', 'libs/accounts/src/account.ts'),
    offence('apps/iam/src/a.ts', 'libs/accounts/src/pg/rows.ts'),
    offence('test/journeys/a.ts', 'libs/accounts/src/account.ts'),
  ],
  'pg-is-entered-from-pg': [offence('libs/provider/src/a.ts', 'libs/access/src/pg/index.ts')],
  'web-is-entered-from-web': [offence('libs/access/src/a.ts', 'libs/accounts/src/web/index.ts')],
  'testing-stays-in-tests': [
    offence('apps/iam/src/main.ts', 'libs/accounts/src/testing/index.ts'),
    offence('libs/accounts/src/a.ts', 'libs/accounts/src/a.spec.ts'),
  ],
  'no-tool-in-production': [offence('libs/accounts/src/a.ts', 'node_modules/supertest/index.js')],
  'no-cycle': [
    { ...offence('libs/accounts/src/a.ts', 'libs/accounts/src/b.ts'), 'libs/accounts/src/b.ts': `import './a.ts';` },
    { ...offence('libs/accounts/src/a.ts', 'libs/accounts/src/b.ts'), 'libs/accounts/src/b.ts': `import type { A } from './a.ts';` },
  ],
  found: [{ 'libs/accounts/src/a.ts': `import './nowhere.ts';` }],
};

/** Programs near the border that are right. */
const RIGHT: readonly Program[] = [
  offence('apps/portal/src/a.ts', 'libs/guard/src/index.ts'),
  offence('libs/guard/src/nest/a.ts', 'node_modules/@nestjs/common/index.js'),
  offence('libs/access/src/ability.ts', 'node_modules/@casl/ability/index.js'),
  offence('libs/provider/src/a.ts', 'node_modules/oidc-provider/index.js'),
  offence('libs/provider/src/pg/a.ts', 'libs/access/src/pg/index.ts'),
  offence('libs/accounts/src/a.spec.ts', 'libs/accounts/src/testing/index.ts'),
  offence('apps/iam/src/main.ts', 'libs/accounts/src/pg/index.ts'),
];

const PACKAGES = ['zod', 'typeorm', 'pg', 'express', 'nodemailer', 'oidc-provider', '@nestjs/common', '@casl/ability'];

async function brokenBy(program: Program): Promise<string[]> {
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'habilis-floors-')));
  const dependencies = Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0']));
  const files = { 'package.json': JSON.stringify({ dependencies, devDependencies: { supertest: '1.0.0' } }), ...program };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    const [, name] = /^node_modules\/(.+)\/index\.js$/.exec(file) ?? [];
    if (name)
      writeFileSync(path.join(root, path.dirname(file), 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  }
  const { options, ...ruleSet } = floors;
  const { enhancedResolveOptions, ...cruiseOptions } = options;
  const folders = ['libs', 'apps', 'test'].filter((folder) => Object.keys(program).some((file) => file.startsWith(`${folder}/`)));
  const { output } = await cruise(folders, { ...cruiseOptions, baseDir: root, validate: true, ruleSet } as never, enhancedResolveOptions);
  return [...new Set((output as ICruiseResult).summary.violations.map(({ rule }) => rule.name))];
}

describe('the floors', () => {
  for (const [rule, programs] of Object.entries(OFFENCES)) {
    it.each(programs.map((program) => [Object.keys(program).join(' → '), program] as const))(`${rule} refuses %s`, async (_, program) => {
      expect(await brokenBy(program)).toContain(rule);
    });
  }

  it.each(RIGHT.map((program) => [Object.keys(program).join(' → '), program] as const))('let pass %s', async (_, program) => {
    expect(await brokenBy(program)).toEqual([]);
  });

  it('have each seen a program refused', () => {
    expect(floors.forbidden!.map(({ name }) => name).sort()).toEqual(Object.keys(OFFENCES).sort());
  });
});
