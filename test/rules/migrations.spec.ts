import path from 'node:path';
import { migrations } from '../../apps/iam/src/migrations.ts';
import { sources, type Source } from './tree.ts';

/** How the 13 digits of a library begin, so that two libraries never take the same. */
const RANGES: Readonly<Record<string, string>> = {
  'libs/database': '1790000000',
  'libs/accounts': '1790000001',
  'libs/charter': '1790000002',
  'libs/audit': '1790000003',
  'libs/notices': '1790000004',
  'libs/access': '1790000005',
  'libs/federation': '1790000006',
  'libs/provider': '1790000007',
  'libs/credentials': '1790000009',
  'apps/iam': '1790000008',
  'libs/http': '17900000009',
};

function wrong({ file, text }: Source): string[] {
  const [, digits = ''] = /^(\d{13})-/.exec(path.basename(file)) ?? [];
  const [, inClass] = /export class \w+?(\d{13}) implements MigrationInterface/.exec(text) ?? [];
  const [, inName] = /readonly name = '\w+?(\d{13})'/.exec(text) ?? [];
  const owner = file.split('/').slice(0, 2).join('/');
  return [
    ...(inClass === digits && inName === digits ? [] : [`${file}: the file, the class and its name do not carry the same 13 digits`]),
    ...(digits.startsWith(RANGES[owner] ?? 'none') ? [] : [`${file}: outside the digits of ${owner}`]),
    ...(/^\/\*\*[\s\S]*?\*\/\s*export class/m.test(text) ? [] : [`${file}: does not say what it locks and how it goes back`]),
    ...(/async down\(/.test(text) ? [] : [`${file}: does not go back`]),
  ];
}

describe('the migrations', () => {
  const files = ['libs', 'apps'].flatMap((folder) => sources(folder, /^\d+-.*\.ts$/));

  it('carry their digits, in the range of their library, and say how they go back', () => {
    expect(files.flatMap(wrong)).toEqual([]);
  });

  it('are all run, each once, in an order that nothing but their digits decides', () => {
    const run = migrations.map(({ name }) => name.slice(-13)).sort();
    expect(run).toEqual([...new Set(run)]);
    expect(run).toEqual(files.map(({ file }) => path.basename(file).slice(0, 13)).sort());
  });

  it.each([
    [
      'libs/audit/src/pg/1790000003100-a.ts',
      `/** A. */\nexport class A1790000003200 implements MigrationInterface {\n readonly name = 'A1790000003200'; async down() {} }`,
    ],
    [
      'libs/audit/src/pg/1790000001900-a.ts',
      `/** A. */\nexport class A1790000001900 implements MigrationInterface {\n readonly name = 'A1790000001900'; async down() {} }`,
    ],
    [
      'libs/audit/src/pg/1790000003100-a.ts',
      `export class A1790000003100 implements MigrationInterface {\n readonly name = 'A1790000003100'; async down() {} }`,
    ],
    [
      'libs/audit/src/pg/1790000003100-a.ts',
      `/** A. */\nexport class A1790000003100 implements MigrationInterface {\n readonly name = 'A1790000003100'; }`,
    ],
  ])('are refused when %s reads %j', (file, text) => {
    expect(wrong({ file, text })).toHaveLength(1);
  });
});
