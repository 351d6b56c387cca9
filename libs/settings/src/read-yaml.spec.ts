import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readFolder, readTogether, readYaml, SettingsError } from '@habilis/settings';
import { z } from 'zod';

const portal = z.strictObject({
  name: z.string().min(1).describe('shown to people'),
  redirects: z.array(z.url()).describe('exact addresses the person may be sent back to'),
  kind: z.union([z.strictObject({ kind: z.literal('web'), home: z.url() }), z.strictObject({ kind: z.literal('machine') })]).optional(),
});

describe('a settings file', () => {
  const folder = () => mkdtempSync(path.join(os.tmpdir(), 'habilis-settings-'));
  const file = (text: string, name = 'dossiers.yaml', into = folder()) => {
    writeFileSync(path.join(into, name), text);
    return path.join(into, name);
  };
  const problemsOf = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      if (error instanceof SettingsError) return error.problems.map(({ line, path: at, wrong, mend }) => ({ line, at, wrong, mend }));
      throw error;
    }
    return [];
  };

  it('is read when it follows its schema', () => {
    expect(readYaml(file('name: Dossiers\nredirects: [http://localhost:4404/back]\n'), portal)).toEqual({
      name: 'Dossiers',
      redirects: ['http://localhost:4404/back'],
    });
  });

  it('says every problem at once, each with its line, its path and how to mend it', () => {
    const wrong = file('redirects:\n  - http://localhost:4404/back\n  - not an address\nnmae: Dossiers\n');
    expect(problemsOf(() => readYaml(wrong, portal))).toEqual([
      { line: 1, at: 'name', wrong: expect.stringContaining('Entrée invalide'), mend: 'Ajoutez « name » : shown to people' },
      { line: 3, at: 'redirects[1]', wrong: expect.stringContaining('URL'), mend: expect.stringContaining('redirects[1]') },
      { line: 4, at: 'nmae', wrong: 'clé inconnue « nmae »', mend: expect.stringContaining('clés possibles : name, redirects, kind') },
    ]);
  });

  it('explains a choice by the branch that comes nearest', () => {
    const wrong = file('name: D\nredirects: []\nkind:\n  kind: web\n  home: nowhere\n');
    expect(problemsOf(() => readYaml(wrong, portal))).toMatchObject([{ line: 5, at: 'kind.home' }]);
  });

  it('names the line of what is not YAML, and of a key written twice', () => {
    expect(problemsOf(() => readYaml(file('name: a\nredirects: ]\n'), portal))[0]).toMatchObject({
      line: 2,
      mend: 'Corrigez l’écriture YAML.',
    });
    expect(problemsOf(() => readYaml(file('name: a\nname: b\nredirects: []\n'), portal))).toMatchObject([{ line: 2 }]);
  });

  it('lets an address follow a variable, which can change a text and never the structure', () => {
    const moved = file('name: "${NAME}"\nredirects: ["http://localhost:${PORT:-4404}/back"]\n');
    expect(readYaml(moved, portal, { NAME: 'a\nkind: {}' })).toEqual({ name: 'a\nkind: {}', redirects: ['http://localhost:4404/back'] });
    expect(readYaml(moved, portal, { NAME: 'D', PORT: '5' }).redirects).toEqual(['http://localhost:5/back']);
    expect(problemsOf(() => readYaml(moved, portal, {}))).toMatchObject([{ line: 1, wrong: 'la variable NAME n’est pas définie' }]);
  });

  it('never repeats a value: it could be a secret', () => {
    const said = JSON.stringify(problemsOf(() => readYaml(file('name: D\nredirects: [hunter2]\nhunter3: {}\n'), portal)));
    expect(said).toContain('redirects[0]');
    expect(said).not.toContain('hunter2');
  });

  it('keeps its name as the key of its folder, and the folder answers for all of its files', () => {
    const into = folder();
    file('name: A\nredirects: []\n', 'a.yaml', into);
    file('# nothing else\n', 'notes.md', into);
    expect([...readFolder(into, portal)]).toEqual([['a', { name: 'A', redirects: [] }]]);
    file('name: 3\nredirects: []\n', 'b.yaml', into);
    file('name: C\n', 'c.yaml', into);
    file('name: D\nredirects: []\n', 'd.yml', into);
    expect(problemsOf(() => readFolder(into, portal)).map(({ at }) => at)).toEqual(['name', 'redirects', '']);
  });

  it('that is not there is said, as is a folder', () => {
    expect(problemsOf(() => readYaml('/nowhere/a.yaml', portal))).toMatchObject([{ wrong: 'fichier illisible' }]);
    expect(problemsOf(() => readFolder('/nowhere', portal))).toMatchObject([{ wrong: 'dossier introuvable' }]);
  });

  it('is read together with others, so that one start says what is wrong in all of them', () => {
    const read = readTogether({ one: () => readYaml(file('name: A\nredirects: []\n'), portal), two: () => 2 });
    expect(read).toEqual({ one: { name: 'A', redirects: [] }, two: 2 });
    const both = () => readTogether({ one: () => readYaml(file('{}'), portal), two: () => readFolder('/nowhere', portal) });
    expect(problemsOf(both)).toHaveLength(3);
  });
});
