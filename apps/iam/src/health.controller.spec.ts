import type { Database } from '@habilis/database';
import type { CertificateAlert } from '@habilis/federation';
import { freshDatabase } from '@habilis/test/database';
import type { Response } from 'express';
import { HealthController } from './health.controller.ts';

const ending: CertificateAlert = { upstream: 'psc', state: 'ends-soon', validFrom: new Date(0), validUntil: new Date(1), daysLeft: 12 };

describe('what an operator reads of the service', () => {
  let db: Database;
  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());

  async function ready(alive: boolean, alerts: CertificateAlert[]) {
    let [code, body]: [number, unknown] = [0, undefined];
    const response = { status: (given: number) => ((code = given), response), json: (given: unknown) => void (body = given) };
    await new HealthController(db, { alive: () => alive }, { alerts: () => alerts }).ready(response as unknown as Response);
    return { code, body };
  }

  it('names the certificates to renew, which do not stop work from being sent', async () => {
    const { code, body } = await ready(true, [ending]);
    expect(code).toBe(200);
    expect(body).toMatchObject({ ready: true, certificates: [{ upstream: 'psc', state: 'ends-soon', daysLeft: 12 }] });
  });

  it('is not ready while the outbox is not being emptied', async () => {
    expect(await ready(false, [])).toMatchObject({ code: 503, body: { ready: false, outbox: false, certificates: [] } });
  });
});
