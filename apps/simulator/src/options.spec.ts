import { startSimulator } from './index.ts';
import { clientsOf, optionsFromEnvironment } from './options.ts';

describe('the start of the simulator', () => {
  it('is refused in production', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(startSimulator()).rejects.toThrow('refuse de démarrer en production');
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });

  it('is refused on a port that is taken, and leaves nothing open', async () => {
    const first = await startSimulator();
    const port = Number(new URL(first.psc.origin).port);
    await expect(startSimulator({ ports: { psc: port } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.stop();
    await (await startSimulator({ ports: { psc: port } })).stop();
  });

  it('takes its usual ports and the client of the IAM', () => {
    const options = optionsFromEnvironment({});
    expect(options.ports).toEqual({ psc: 4401, wallet: 4402, enrs: 4403 });
    expect(clientsOf(options, 'enrs')).toMatchObject([
      {
        id: 'habilis',
        secret: 'habilis-enrs-development',
        redirectUris: ['http://localhost:4400/upstream/enrs/callback'],
        postLogoutUris: ['http://localhost:4400/upstream/enrs/signed-out'],
      },
    ]);
  });

  it('registers the addresses of every IAM named', () => {
    const options = optionsFromEnvironment({ SIMULATOR_IAM_ORIGINS: 'http://localhost:4400, http://localhost:4500' });
    expect(clientsOf(options, 'psc')[0]?.redirectUris).toEqual([
      'http://localhost:4400/upstream/psc/callback',
      'http://localhost:4500/upstream/psc/callback',
    ]);
  });

  it.each([
    [{ PSC_PORT: 'many' }, 'PSC_PORT'],
    [{ SIMULATOR_IAM_ORIGINS: 'http://localhost:4400/' }, 'sans barre finale'],
  ])('names what is wrong in %j', (env, text) => {
    expect(() => optionsFromEnvironment(env)).toThrow(text);
  });
});
