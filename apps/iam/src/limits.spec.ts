import { Answers, createLogger, RateLimits, type Budget } from '@habilis/http';
import { loadSentences } from '@habilis/pages';
import express from 'express';
import request from 'supertest';
import { countByAddress, countByCaller } from './limits.ts';

const twice: Budget = { points: 2, seconds: 60, kept: 'memory' };
const NO_DATABASE = { query: () => Promise.reject(new Error('not needed')) };

function site() {
  const names = ['sign-in', 'page', 'decision', 'console', 'own-act', 'bad-token'];
  const limits = new RateLimits(NO_DATABASE, Object.fromEntries(names.map((name) => [name, twice])));
  const sentences = loadSentences('config');
  const answers = new Answers({ speech: sentences, language: () => 'fr', logger: createLogger('silent') });
  const app = express();
  app.use(countByAddress(limits));
  app.use((req, _res, next) => {
    const id = req.get('x-person');
    if (id) req.me = { id, must: () => undefined, can: () => true, organisationsFor: () => [] };
    next();
  });
  app.use(countByCaller(limits));
  app.use((_req, res) => void res.send('let in'));
  app.use(answers.handler);
  return request(app);
}

describe('what callers may ask in a while', () => {
  it.each([
    '/auth',
    '/device',
    '/upstream/psc/callback',
    '/session/sign-in',
    '/interaction/x',
    '/moi',
    '/access/v1/evaluation',
    '/token',
    '/me',
  ])('%s is counted by address, and refused in French once it is too much', async (address) => {
    const here = site();
    await here.get(address).expect(200);
    await here.get(address).expect(200);
    const refused = await here.get(address).expect(429);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(refused.body).toMatchObject({ code: 'request.too-many', detail: expect.stringContaining('Trop de demandes') });
  });

  it('one person who asks too much of the console stops nobody else', async () => {
    const here = site();
    const ask = (person: string) => here.get('/api/console/v1/me').set('x-person', person);
    for (const status of [200, 200, 429]) await ask('acc-marie').expect(status);
    await ask('acc-jean').expect(200);
  });

  it('asking without being known is counted by address', async () => {
    const here = site();
    for (const status of [200, 200, 429]) await here.get('/api/console/v1/me').expect(status);
  });

  it('health is never counted', async () => {
    const here = site();
    for (let i = 0; i < 5; i++) await here.get('/health/ready').expect(200);
  });
});
