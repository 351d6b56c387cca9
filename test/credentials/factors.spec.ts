import { CODE_SHAPE } from '@habilis/credentials';
import { openPlace, type Place } from './people.ts';

let place: Place;
beforeAll(async () => (place = await openPlace()));
afterAll(() => place.close());

const NEEDED = { code: 'step-up.needed', kind: 'unauthenticated' };

describe('someone who holds only a session', () => {
  const old = async () => {
    const claire = await place.someone();
    const { factor } = await place.withTotp(claire);
    place.clock.advance(5 * 60_000);
    return { claire, factor };
  };

  it.each([
    ['begin an application', (claire) => place.here.enrolTotp.begin(claire, 'b')],
    ['confirm an application', (claire) => place.here.enrolTotp.confirm(claire, 'b', { code: '000000', name: 'x' })],
    ['begin a passkey', (claire) => place.here.enrolPasskey.begin(claire, 'b')],
    ['confirm a passkey', (claire) => place.here.enrolPasskey.confirm(claire, 'b', { response: {}, name: 'x' })],
    ['print recovery codes', (claire) => place.here.makeCodes.run(claire, 'Feuille')],
    ['remove a factor', (claire, id) => place.here.remove.run(claire, id)],
  ] as [string, (claire: Awaited<ReturnType<Place['someone']>>, id: string) => Promise<unknown>][])('cannot %s', async (_, act) => {
    const { claire, factor } = await old();
    await expect(act(claire, factor.id)).rejects.toMatchObject({ ...NEEDED, details: { max_age: 300 } });
    expect(await place.here.factors.of(claire.account)).toHaveLength(1);
  });

  it('can until five minutes after a proof', async () => {
    const claire = await place.someone();
    await place.withTotp(claire);
    place.clock.advance(4 * 60_000 - 1);
    await expect(place.here.enrolTotp.begin(claire, 'b')).resolves.toBeDefined();
    place.clock.advance(1);
    await expect(place.here.enrolTotp.begin(claire, 'b')).rejects.toMatchObject(NEEDED);
  });
});

describe('someone who has just proved only a password', () => {
  const withPassword = (proven: Awaited<ReturnType<Place['someone']>>) => ({
    ...proven,
    acr: 'urn:habilis:acr:password',
    at: place.clock.now(),
  });

  it('enrols a first factor', async () => {
    const claire = await place.someone();
    await expect(place.here.enrolTotp.begin(withPassword(claire), 'b')).resolves.toBeDefined();
  });

  it.each(['urn:habilis:acr:password', 'eidas1', 'unheard-of', null])(
    'at %s cannot put another in place of the one they hold',
    async (acr) => {
      const claire = await place.someone();
      const { factor } = await place.withTotp(claire);
      const weak = { ...claire, acr, at: place.clock.now() };
      const wanted = { ...NEEDED, details: { acr_values: 'urn:habilis:acr:two-factor', max_age: 300 } };
      await expect(place.here.enrolTotp.begin(weak, 'b')).rejects.toMatchObject(wanted);
      await expect(place.here.enrolPasskey.begin(weak, 'b')).rejects.toMatchObject(wanted);
      await expect(place.here.makeCodes.run(weak, 'Feuille')).rejects.toMatchObject(wanted);
      await expect(place.here.remove.run(weak, factor.id)).rejects.toMatchObject(wanted);
    },
  );
});

describe('removing a factor', () => {
  it('that is the last to reach what a role asks for is refused, and possible once there is another', async () => {
    const claire = await place.someone();
    place.requirements.levels.set(claire.account, 'urn:habilis:acr:two-factor');
    const { factor } = await place.withTotp(claire);
    await place.here.makeCodes.run({ ...claire, at: place.clock.now() }, 'Feuille');
    await expect(place.here.remove.run({ ...claire, at: place.clock.now() }, factor.id)).rejects.toMatchObject({ code: 'factor.required' });
    await place.withPasskey({ ...claire, at: place.clock.now() });
    await place.here.remove.run({ ...claire, at: place.clock.now() }, factor.id);
    expect((await place.here.factors.of(claire.account)).map(({ kind }) => kind).sort()).toEqual(['passkey', 'recovery']);
  });

  it('of the kind a role asks for by name is refused, whatever else is held', async () => {
    const claire = await place.someone();
    place.requirements.levels.set(claire.account, 'urn:habilis:acr:phishing-resistant');
    await place.withTotp(claire);
    const { factor } = await place.withPasskey({ ...claire, at: place.clock.now() });
    await expect(place.here.remove.run({ ...claire, at: place.clock.now() }, factor.id)).rejects.toMatchObject({ code: 'factor.required' });
  });

  it('that is the last of someone who signs in here is refused, with recovery codes too', async () => {
    const claire = await place.someone();
    const { factor } = await place.withTotp(claire);
    await place.here.makeCodes.run({ ...claire, at: place.clock.now() }, 'Feuille');
    const remove = () => place.here.remove.run({ ...claire, at: place.clock.now() }, factor.id);
    place.requirements.local.add(claire.account);
    await expect(remove()).rejects.toMatchObject({ code: 'factor.last' });
    place.requirements.local.delete(claire.account);
    await remove();
  });

  it('leaves one, of two removals of the last two at the same instant', async () => {
    const claire = await place.someone();
    place.requirements.levels.set(claire.account, 'urn:habilis:acr:two-factor');
    const one = await place.withTotp(claire);
    const two = await place.withPasskey({ ...claire, at: place.clock.now() });
    const now = { ...claire, at: place.clock.now() };
    const done = await Promise.allSettled([place.here.remove.run(now, one.factor.id), place.there.remove.run(now, two.factor.id)]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await place.here.factors.of(claire.account)).toHaveLength(1);
  });

  it('of someone else is as unknown as one that never was', async () => {
    const [claire, thief] = [await place.someone(), await place.someone()];
    const { factor } = await place.withTotp(claire);
    for (const id of [factor.id, 'fac-never']) {
      await expect(place.here.remove.run({ ...thief, at: place.clock.now() }, id)).rejects.toMatchObject({ code: 'factor.unknown' });
      await expect(place.here.rename.run(thief.account, { id, name: 'x' })).rejects.toMatchObject({ code: 'factor.unknown' });
    }
  });

  it('leaves a trace that tells the kind, and nothing of its name', async () => {
    const claire = await place.someone();
    const { factor } = await place.withTotp(claire);
    await place.here.rename.run(claire.account, { id: factor.id, name: '  Vieux   téléphone ' });
    await place.here.remove.run({ ...claire, at: place.clock.now() }, factor.id);
    const facts = await place.facts(claire.account);
    expect(facts.map(({ what }) => what)).toEqual(['factor.added', 'factor.renamed', 'factor.removed']);
    expect(facts.at(-1)).toMatchObject({ by: claire.account, details: { factor: factor.id, kind: 'totp' } });
    expect(JSON.stringify(facts)).not.toMatch(/téléphone/i);
  });
});

describe('recovery codes', () => {
  const sheet = async () => {
    const claire = await place.someone();
    const codes = await place.here.makeCodes.run({ ...claire, at: place.clock.now() }, 'Feuille');
    return { claire, codes };
  };

  it('are ten, different, and read off paper as people type', async () => {
    const { claire, codes } = await sheet();
    expect(new Set(codes).size).toBe(10);
    expect(codes.every((code) => CODE_SHAPE.test(code))).toBe(true);
    const typed = [
      codes[0]!.toUpperCase(),
      codes[1]!.replaceAll('-', ''),
      ` ${codes[2]!.replaceAll('-', ' ')} `,
      codes[3]!.replaceAll('0', 'O').replaceAll('1', 'l'),
    ];
    const left = [];
    for (const code of typed) left.push(await place.here.proveCode.run(claire.account, code));
    expect(left).toEqual([9, 8, 7, 6]);
    expect(await place.here.factors.of(claire.account)).toMatchObject([{ kind: 'recovery', left: 6, lastUsedAt: place.clock.now() }]);
  });

  it('work once each, also at the same instant on two replicas', async () => {
    const { claire, codes } = await sheet();
    const tries = Array.from({ length: 20 }, (_, i) => (i % 2 ? place.here : place.there).proveCode.run(claire.account, codes[0]!));
    const done = await Promise.allSettled(tries);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await place.facts(claire.account)).filter(({ what }) => what === 'recovery-code.used')).toMatchObject([
      { details: { left: 9 } },
    ]);
  });

  it('are of no use to anyone else, nor once a new sheet was made', async () => {
    const { claire, codes } = await sheet();
    const thief = await place.someone();
    await place.here.makeCodes.run(thief, 'Feuille');
    await expect(place.here.proveCode.run(thief.account, codes[0]!)).rejects.toMatchObject({ code: 'recovery-code.wrong' });
    await place.here.makeCodes.run({ ...claire, at: place.clock.now() }, 'Feuille');
    await expect(place.here.proveCode.run(claire.account, codes[0]!)).rejects.toMatchObject({ code: 'recovery-code.wrong' });
    expect(await place.here.factors.of(claire.account)).toHaveLength(1);
  });

  it('are nowhere to be read afterwards', async () => {
    const { claire, codes } = await sheet();
    const rows = await place.db.query(
      { name: 'test.codes', text: 'select c.* from recovery_code c join factor f on f.id = c.factor_id where f.account_id = $1' },
      [claire.account],
    );
    expect(rows).toHaveLength(10);
    const all = JSON.stringify([rows, await place.facts(claire.account)]);
    for (const code of codes) expect(all).not.toContain(code.replaceAll('-', '').slice(0, 8));
  });

  it.each(['', '-', 'k7qd', '0'.repeat(1_000)])('are not %j', async (code) => {
    const { claire } = await sheet();
    await expect(place.here.proveCode.run(claire.account, code)).rejects.toMatchObject({ code: 'recovery-code.wrong' });
  });
});

describe('the name of a factor', () => {
  it.each(['', '   ', 'x'.repeat(61), 'a\u0000b', 'a\u001bb'])('is not %j', async (name) => {
    const claire = await place.someone();
    const { factor } = await place.withTotp(claire);
    await expect(place.here.rename.run(claire.account, { id: factor.id, name })).rejects.toMatchObject({ code: 'factor.name' });
  });
});
