import path from 'node:path';
import { receiptPdf, ReceiptSeals, receiptWords, type Receipt } from '@habilis/credentials';
import { PgReceipts } from '@habilis/credentials/pg';
import { appendFact, sql, type Database } from '@habilis/database';
import type { Fact } from '@habilis/kernel';
import { loadSentences } from '@habilis/pages';
import { freshDatabase } from '@habilis/test/database';

const AT = new Date('2026-03-02T08:00:00Z');
const NUMBER = 'MS-2026-03-02-7k3q9d2m';
const seals = new ReceiptSeals('a-secret-of-more-than-thirty-two-characters');

describe('a receipt', () => {
  let db: Database & { url: string };
  let receipts: PgReceipts;
  const run = (text: string) => db.query(sql(`test.${text}`.slice(0, 60), text));
  beforeAll(async () => {
    db = await freshDatabase();
    receipts = new PgReceipts(db);
    await run(
      `insert into account (id, stage, given_name, family_name, created_at) values ('acc-claire', 'open', 'Claire', 'MOREAU', now())`,
    );
  });
  afterAll(() => db.close());

  const happen = (details: Fact['details'], fails = false) =>
    db.transaction(async (tx) => {
      await appendFact(tx, {
        what: 'hold.compromise',
        on: 'acc-claire',
        by: 'acc-claire',
        at: AT,
        why: 'stolen',
        ...(details && { details }),
      });
      if (fails) throw new Error('half way');
    });

  it('is kept with the fact it copies, or not at all', async () => {
    await expect(happen({ receipt: 'MS-2026-03-02-never000' }, true)).rejects.toThrow('half way');
    await happen({});
    expect(await receipts.of('acc-claire')).toEqual([]);
    await happen({ receipt: NUMBER, proof: 'password' });
    const said = { number: NUMBER, account: 'acc-claire', kind: 'hold.compromise', at: AT, givenName: 'Claire', familyName: 'MOREAU' };
    expect(await receipts.of('acc-claire')).toEqual([{ ...said, why: 'stolen', until: null, factor: null }]);
  });

  it('keeps the name of the day it was given, and is never changed by the service', async () => {
    await run(`update account set family_name = 'AUTRE' where id = 'acc-claire'`);
    expect(await receipts.find(NUMBER)).toMatchObject({ familyName: 'MOREAU' });
    await expect(run(`update receipt set at = now()`)).rejects.toThrow(/permission denied/);
    await expect(run(`delete from receipt`)).rejects.toThrow(/permission denied/);
  });

  it('is recognised by its seal, and no longer once a line of it is changed', async () => {
    const receipt = (await receipts.find(NUMBER))!;
    const seal = seals.seal(receipt);
    expect(seal).toMatch(/^([0-9a-f]{4}-){3}[0-9a-f]{4}$/);
    expect(seals.isSealOf(receipt, ` ${seal.toUpperCase()} `)).toBe(true);
    const changed: Receipt[] = [
      { ...receipt, at: new Date(AT.getTime() - 1000) },
      { ...receipt, familyName: 'AUTRE' },
      { ...receipt, why: 'lost' },
    ];
    expect(changed.map((each) => seals.isSealOf(each, seal))).toEqual([false, false, false]);
    expect(seals.isSealOf(receipt, '')).toBe(false);
  });

  it('is fetched with a pass for it and no other, for a while', () => {
    const pass = seals.pass(NUMBER, new Date(AT.getTime() + 60_000));
    expect([
      seals.admits(pass, NUMBER, AT),
      seals.admits(pass, 'MS-2026-03-02-00000000', AT),
      seals.admits(pass, NUMBER, new Date(AT.getTime() + 60_000)),
      seals.admits(`zzzzzzzzz.${pass.split('.')[1]}`, NUMBER, AT),
      seals.admits('', NUMBER, AT),
    ]).toEqual([true, false, false, false, false]);
  });

  it.each(['fr', 'en'] as const)('is a tagged page of paper, in %s', async (language) => {
    const t = loadSentences(path.resolve(import.meta.dirname, '../../../../config')).for(language);
    const words = receiptWords((await receipts.find(NUMBER))!, 'abcd', 'https://habilis.example.fr', t);
    const pdf = (await receiptPdf(words, language, AT)).toString('latin1');
    expect(pdf.startsWith('%PDF-1.7')).toBe(true);
    for (const part of ['/Marked true', `/Lang (${language === 'fr' ? 'fr-FR' : 'en-GB'})`, '/StructTreeRoot', '/S /H1', '/S /TH']) {
      expect(pdf).toContain(part);
    }
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
    expect(JSON.stringify(words)).not.toMatch(/receipts\./);
  });

  it('draws a name from elsewhere by its letters', async () => {
    const words = { title: 'Récépissé', said: 'Łukasz ŠIMÁNEK 王', terms: [{ term: 'a', value: 'b' }], worth: '', check: '' };
    await expect(receiptPdf(words, 'fr', AT)).resolves.toBeInstanceOf(Buffer);
  });
});
