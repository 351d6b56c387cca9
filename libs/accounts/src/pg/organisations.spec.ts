import { sql, type Database } from '@habilis/database';
import { SettingsError } from '@habilis/settings';
import { freshDatabase } from '@habilis/test/database';
import { emptied } from '@habilis/test/emptied';
import { organisationSettings, organisationsOf } from '../index.ts';
import { anAccount, aPlace } from '../testing/index.ts';
import { syncOrganisations } from './sync-organisations.ts';
import { seed } from './testing/rows.ts';

const contact = { email: 'contact@cpts.example' };
const files = (all: Record<string, object>) =>
  new Map(Object.entries(all).map(([id, file]) => [id, organisationSettings.parse({ name: id, contact, ...file })]));

const problems = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ where, wrong }) => `${where}: ${wrong}`);
    throw error;
  }
  return [];
};

describe('organisations', () => {
  let db: Database & { url: string };
  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());
  beforeEach(() => emptied(db));

  const sync = (all: Record<string, object>) => syncOrganisations(db, organisationsOf(files(all)));
  const kept = () => db.query(sql('test.kept', 'select id, kind, parent_id as parent, name from organisation order by id'));

  it('are a community and its structures, kept as the files say at each start', async () => {
    await sync({ 'org-a': { structures: [{ id: 'org-msp', name: 'Maison' }] }, 'org-b': {} });
    await Promise.all(
      [1, 2].map(() => sync({ 'org-a': { name: 'CPTS A', structures: [{ id: 'org-msp', name: 'Maison' }] }, 'org-b': {} })),
    );
    expect(await kept()).toEqual([
      { id: 'org-a', kind: 'community', parent: null, name: 'CPTS A' },
      { id: 'org-b', kind: 'community', parent: null, name: 'org-b' },
      { id: 'org-msp', kind: 'structure', parent: 'org-a', name: 'Maison' },
    ]);
  });

  it('stop the start when one with members is gone from the files', async () => {
    await sync({ 'org-a': {}, 'org-b': {}, 'org-c': {} });
    await seed(
      db,
      [],
      [
        anAccount(),
        anAccount({ id: 'acc-asks', stage: 'requested', memberships: [aPlace({ organisation: 'org-b', stage: 'requested' })] }),
      ],
    );
    await expect(sync({ 'org-a': {}, 'org-c': { name: 'C' } })).rejects.toThrow(
      /org-b.*organisation retirée alors que des personnes y sont rattachées/,
    );
    expect(await kept()).toContainEqual(expect.objectContaining({ id: 'org-c', name: 'org-c' }));
    await expect(sync({ 'org-a': {}, 'org-b': {} })).resolves.toBeUndefined();
  });

  it.each([
    ['a name that is no id', { briey: {} }, ['config/organisations/briey.yaml: le nom du fichier n’est pas un identifiant']],
    [
      'one id for two structures',
      { 'org-a': { structures: [{ id: 'org-x', name: 'X' }] }, 'org-b': { structures: [{ id: 'org-x', name: 'X' }] } },
      ['config/organisations/org-b.yaml: l’identifiant org-x est déjà pris'],
    ],
    [
      'a structure named as a community',
      { 'org-a': { structures: [{ id: 'org-a', name: 'X' }] } },
      ['config/organisations/org-a.yaml: l’identifiant org-a est déjà pris'],
    ],
  ])('stop the start with %s', (_, all, expected) => {
    expect(problems(() => organisationsOf(files(all as Record<string, object>)))).toEqual(expected);
  });

  it.each([
    ['an unknown key', { nmae: 'x' }],
    ['a FINESS that is none', { finess: '54' }],
    ['an id with capitals', { structures: [{ id: 'org-MSP', name: 'x' }] }],
  ])('are not read with %s', (_, file) => {
    expect(organisationSettings.safeParse({ name: 'A', contact, ...file }).success).toBe(false);
  });
});
