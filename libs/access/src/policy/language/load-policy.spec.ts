import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingsError, type Problem } from '@habilis/settings';
import { loadPolicy, policyTexts } from './load-policy.ts';
import { lintPolicy } from '../lint-policy.ts';

const POLICIES = fileURLToPath(new URL('../../../../../config/policies', import.meta.url));

const EXAMPLES = fileURLToPath(new URL('../../../../../docs/policies', import.meta.url));

/** A copy of the real policies with one file changed. */
function changed(file: string, from: string, to: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'habilis-policies-'));
  cpSync(POLICIES, folder, { recursive: true });
  const text = readFileSync(path.join(folder, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(path.join(folder, file), text.replace(from, to));
  return folder;
}

function problemsOf(folder: string): readonly Problem[] {
  try {
    loadPolicy(folder);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('the policies of the project', () => {
  it('load, under a version that any word changes', () => {
    const { version, cited } = loadPolicy(POLICIES);
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    expect(cited.get('dossiers/care-team-reads')).toMatchObject({ source: 'CPAM13.4.1' });
    expect(loadPolicy(POLICIES).version).toBe(version);
    expect(loadPolicy(changed('habilis.yaml', 'Nul ne s’habilite lui-même.', 'Nul ne s’habilite soi-même.')).version).not.toBe(version);
  });

  it.each([
    ['of the community', 40, () => policyTexts(POLICIES)],
    ['of the fund, to copy', 60, () => new Map([...policyTexts(POLICIES), ...policyTexts(EXAMPLES)])],
  ])('%s answer their own cases, and nothing proved stands against them', (_which, many, texts) => {
    const { cases, findings, sound } = lintPolicy(texts());
    expect(cases.filter(({ wrong }) => wrong !== null)).toEqual([]);
    expect(cases.length).toBeGreaterThan(many);
    expect([findings.filter(({ blocks }) => blocks), sound]).toEqual([[], true]);
  });

  it.each([
    [
      'an operator misspelt',
      'dossiers.yaml',
      'careTeam: { contains:',
      'careTeam: { contain:',
      'rules[0].where.careTeam.contain',
      /opérateur inconnu/,
    ],
    ['a rule unbound', 'habilis.yaml', 'id: { eq: { var: me.id } }', "id: { eq: 'acc-1' }", 'rules[0].where', /donnerait tout/],
    ['a key misspelt', 'habilis.yaml', 'keepOne: true', 'keepone: true', 'roles.site-administrator.keepone', /clé inconnue/],
  ])('with %s do not load, and the file and the place are said', (_what, file, from, to, at, wrong) => {
    const [problem, ...others] = problemsOf(changed(file, from, to));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      where: expect.stringContaining(file),
      line: expect.any(Number),
      path: at,
      wrong: expect.stringMatching(wrong),
    });
  });
});
