import { PSC, ENRS } from './dialect.ts';
import { plainIdentity } from './identity.ts';
import { PERSONAS, personaById } from './personas.ts';
import { startSimulator } from './index.ts';
import { Service } from './testing/service.ts';
import { Visitor } from './testing/visitor.ts';

const luhn = (digits: string) =>
  [...digits]
    .reverse()
    .reduce((sum, figure, index) => sum + (index % 2 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(figure)]! : Number(figure)), 0) %
    10 ===
  0;
const rpps = PERSONAS.flatMap(({ nationalId, movedTo }) => [nationalId, movedTo]).filter((id): id is string => /^8\d{11}$/u.test(id ?? ''));

describe('the personas', () => {
  it('have true Luhn keys, in the range of the sandbox, each their own', () => {
    expect(rpps.length).toBeGreaterThan(14);
    for (const id of rpps) expect([id, luhn(id.slice(1)), id.startsWith('8997')]).toEqual([id, true, true]);
    expect(new Set(rpps).size).toBe(rpps.length);
    expect(new Set(PERSONAS.map(({ id }) => id)).size).toBe(PERSONAS.length);
  });

  it('show every case the federation must bear', () => {
    const at = (id: string) => personaById(id)!;
    expect(at('martine-dubois').nationalId).toMatch(/^3.+\//u);
    expect(at('lucas-petit').exercices?.[0]).toMatchObject({ profession: '10', category: 'E' });
    expect(at('thomas-renaud').exercices?.[0]?.activities.map(({ mode }) => mode)).toEqual(['L', 'S']);
    expect(at('isabelle-garnier').exercices).toHaveLength(2);
    expect(at('ines-caron').exercices).toBeUndefined();
    expect(at('paul-gauthier').exercices).toEqual([]);
    expect(at('denis-marchand').exercices?.[0]?.activities).toEqual([]);
    expect(at('hugo-faure').exercices?.[0]?.activities[0]?.pharmacistSection).toBe('A');
    expect(at('karim-benali')).not.toHaveProperty('nationalId');
  });

  it('are known to the one, to the other, and one to both', () => {
    const names = (where: 'psc' | 'enrs') => PERSONAS.filter(({ at }) => at.includes(where)).map(({ id }) => id);
    expect(names('psc').length).toBeGreaterThanOrEqual(14);
    expect(names('psc').filter((id) => names('enrs').includes(id))).toEqual(['claire-moreau']);
    expect([PSC.name, ENRS.name]).toEqual(['psc', 'enrs']);
  });
});

describe('a person registered in ADELI', () => {
  it('changes identifier and subject when moved to RPPS, and keeps the old one in otherIds', async () => {
    const simulator = await startSimulator();
    const service = await Service.at(simulator.psc, 'psc');
    const signIn = async () => {
      const { url, checks } = await service.start();
      return (await service.finish(await new Visitor().signIn(url, 'gilles-lambert'), checks)).claims();
    };
    const before = await signIn();
    simulator.psc.change({ moved: ['gilles-lambert'] });
    const after = await signIn();
    await simulator.stop();

    expect(before).toMatchObject({ preferred_username: '0999300017' });
    expect(after).toMatchObject({ preferred_username: '899700000062' });
    expect(after?.sub).not.toBe(before?.sub);
    const upstream = { dialect: PSC, settings: { moved: ['gilles-lambert'], struckOff: [] } } as unknown as Parameters<
      typeof plainIdentity
    >[0];
    expect(plainIdentity(upstream, personaById('gilles-lambert')!).otherIds.map(({ origine }) => origine)).toEqual(['RPPS', 'ADELI']);
  });
});
