import { openPlace, type Place } from './people.ts';

let place: Place;
beforeAll(async () => (place = await openPlace()));
afterAll(() => place.close());

const WRONG = { code: 'otp.wrong' };

describe('a code of an application', () => {
  it('works, from one step early to one step late', async () => {
    for (const drift of [-30, 0, 30]) {
      const claire = await place.someone();
      const { code } = await place.withTotp(claire);
      await expect(place.here.proveOtp.run(claire.account, code(drift))).resolves.toBeUndefined();
    }
  });

  it.each([-60, 60, 90])('does not work %i seconds away', async (drift) => {
    const claire = await place.someone();
    const { code } = await place.withTotp(claire);
    await expect(place.here.proveOtp.run(claire.account, code(drift))).rejects.toMatchObject(WRONG);
  });

  it('works once', async () => {
    const claire = await place.someone();
    const { code } = await place.withTotp(claire);
    await place.here.proveOtp.run(claire.account, code());
    await expect(place.here.proveOtp.run(claire.account, code())).rejects.toMatchObject(WRONG);
  });

  it('works once when it is sent many times at the same instant to two replicas', async () => {
    const claire = await place.someone();
    const { code } = await place.withTotp(claire);
    const tries = Array.from({ length: 20 }, (_, i) => (i % 2 ? place.here : place.there).proveOtp.run(claire.account, code()));
    const done = await Promise.allSettled(tries);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not work after a later one has, however fresh', async () => {
    const claire = await place.someone();
    const { code } = await place.withTotp(claire);
    await place.here.proveOtp.run(claire.account, code(30));
    await expect(place.here.proveOtp.run(claire.account, code())).rejects.toMatchObject(WRONG);
  });

  it('signs nobody in after having confirmed the application', async () => {
    const claire = await place.someone();
    const { secret } = await place.here.enrolTotp.begin(claire, 'browser');
    const { generateSync } = await import('otplib');
    const code = generateSync({ secret, epoch: Math.floor(place.clock.now().getTime() / 1000) });
    await place.here.enrolTotp.confirm(claire, 'browser', { code, name: 'Téléphone' });
    await expect(place.here.proveOtp.run(claire.account, code)).rejects.toMatchObject(WRONG);
  });

  it('is of no use to anyone else', async () => {
    const [claire, paul] = [await place.someone(), await place.someone()];
    const { code } = await place.withTotp(claire);
    await place.withTotp(paul);
    await expect(place.here.proveOtp.run(paul.account, code())).rejects.toMatchObject(WRONG);
  });

  it('does not work while its application is held', async () => {
    const claire = await place.someone();
    const { factor, code } = await place.withTotp(claire);
    const held = { since: place.clock.now(), why: 'stolen' } as const;
    const fact = { what: 'factor.held', on: claire.account, by: claire.account, at: held.since, why: held.why };
    await place.here.factors.hold({ next: { ...factor, held }, fact });
    await expect(place.here.proveOtp.run(claire.account, code())).rejects.toMatchObject(WRONG);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '000000\u0000', '0'.repeat(1_000), '-12345', '1e5000'])(
    'is six digits and not %j',
    async (code) => {
      const claire = await place.someone();
      await place.withTotp(claire);
      await expect(place.here.proveOtp.run(claire.account, code)).rejects.toMatchObject(WRONG);
    },
  );
});

describe('an application being enrolled', () => {
  it('works for nothing before it has shown a code', async () => {
    const claire = await place.someone();
    const { secret } = await place.here.enrolTotp.begin(claire, 'browser');
    const { generateSync } = await import('otplib');
    const code = generateSync({ secret, epoch: Math.floor(place.clock.now().getTime() / 1000) });
    await expect(place.here.proveOtp.run(claire.account, code)).rejects.toMatchObject(WRONG);
    expect(await place.here.factors.of(claire.account)).toEqual([]);
  });

  it('is forgotten after ten minutes', async () => {
    const claire = await place.someone();
    await place.here.enrolTotp.begin(claire, 'browser');
    place.clock.advance(10 * 60_000 + 1);
    const later = { ...claire, at: place.clock.now() };
    await expect(place.here.enrolTotp.confirm(later, 'browser', { code: '000000', name: 'x' })).rejects.toMatchObject({
      code: 'enrolment.gone',
    });
  });

  it('stays in the browser it was shown in', async () => {
    const claire = await place.someone();
    await place.here.enrolTotp.begin(claire, 'browser');
    const elsewhere = place.here.enrolTotp.confirm(claire, 'another', { code: '000000', name: 'x' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'enrolment.gone' });
  });

  it('is kept once, of two confirmations at the same instant', async () => {
    const claire = await place.someone();
    const { secret } = await place.here.enrolTotp.begin(claire, 'browser');
    const { generateSync } = await import('otplib');
    const code = generateSync({ secret, epoch: Math.floor(place.clock.now().getTime() / 1000) });
    const both = [place.here, place.there].map((at) => at.enrolTotp.confirm(claire, 'browser', { code, name: 'Téléphone' }));
    const done = await Promise.allSettled(both);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await place.here.factors.of(claire.account)).toHaveLength(1);
    expect((await place.facts(claire.account)).map(({ what }) => what)).toEqual(['factor.added']);
  });

  it('is kept sealed: a copy of the table shows no seed', async () => {
    const claire = await place.someone();
    const { secret } = await place.here.enrolTotp.begin(claire, 'browser');
    const pending = await place.db.query({ name: 'test.pending', text: 'select secret from factor_enrolment where account_id = $1' }, [
      claire.account,
    ]);
    expect(pending).toHaveLength(1);
    expect(JSON.stringify(pending)).not.toContain(secret);
    await place.withTotp(claire);
    const kept = await place.db.query({ name: 'test.kept', text: 'select secret from factor where account_id = $1' }, [claire.account]);
    expect(kept).toEqual([{ secret: expect.stringMatching(/^v1\./) }]);
  });
});
