import { readEnvironment, refuseUnsafeStart, SERVICE, SettingsError, STACK } from '@habilis/settings';
import { UNSAFE } from './production.ts';

const SAFE = {
  NODE_ENV: 'production',
  HABILIS_ISSUER: 'https://habilis.example.fr',
  DATABASE_URL: 'postgres://service:long@db.example.fr/habilis?sslmode=verify-full',
  HABILIS_SEAL_KEYS: 'k2:9vQm3xN7tLr5wYp1sKd8fHj2bGc6zAe4,k1:Zr8uT2yW6qE1oP5iL9kJ3hG7fD4sA0xC',
  HABILIS_COOKIE_KEYS: 'k1:Mn3bV7cX1zL5kJ9hG2fD6sA0pO4iU8yT',
  HABILIS_PEPPER: 'Qw8eR2tY6uI0oP4aS9dF3gH7jK1lZ5xC',
  SMTP_URL: 'smtps://mail.example.fr',
  MAIL_FROM: 'Habilis <ne-pas-repondre@example.fr>',
};
const REAL = [{ id: 'psc', issuer: 'https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet' }];

const read = (env: NodeJS.ProcessEnv) => readEnvironment(SERVICE, env, [STACK]);
const problemsOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('the environment', () => {
  it('becomes typed values, with defaults where nothing is set', () => {
    const { HABILIS_SEAL_KEYS, PORT, HOST, HABILIS_SEED, HABILIS_TRUST_PROXY, DATABASE_MIGRATION_URL } = read({ ...SAFE, HOST: '' });
    expect(HABILIS_SEAL_KEYS.map(([id]) => id)).toEqual(['k2', 'k1']);
    expect({ PORT, HOST, HABILIS_SEED, HABILIS_TRUST_PROXY, DATABASE_MIGRATION_URL }).toEqual({
      PORT: 4400,
      HOST: '127.0.0.1',
      HABILIS_SEED: false,
      HABILIS_TRUST_PROXY: [],
      DATABASE_MIGRATION_URL: undefined,
    });
  });

  it('says all that is missing or wrong, without repeating a value', () => {
    const problems = problemsOf(() => read({ PORT: '70000', HABILIS_ISSUER: 'https://example.fr/oidc', HABILIS_PEPPER: 'hunter2' }));
    expect(problems.map(({ path }) => path).sort()).toEqual(
      ['DATABASE_URL', 'HABILIS_COOKIE_KEYS', 'HABILIS_ISSUER', 'HABILIS_PEPPER', 'HABILIS_SEAL_KEYS', 'PORT'], // prettier-ignore
    );
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('refuses a variable of ours that nobody knows: a safeguard misspelt is a safeguard off', () => {
    expect(problemsOf(() => read({ ...SAFE, HABILIS_TRUST_PROXIES: 'loopback' }))).toMatchObject([{ path: 'HABILIS_TRUST_PROXIES' }]);
    expect(problemsOf(() => read({ ...SAFE, HABILIS_DATA: './elsewhere', HABILIS_PSC_SECRET: 'named by a file' }))).toEqual([]);
  });

  it.each(['true', '*', '10.0.0.0/33', 'everyone'])('does not take %s for a network', (network) => {
    expect(problemsOf(() => read({ ...SAFE, HABILIS_TRUST_PROXY: network }))).toMatchObject([{ path: 'HABILIS_TRUST_PROXY' }]);
  });
});

/** The smallest change that makes a safe start unsafe, for each rule. */
const OFFENCES: Record<string, NodeJS.ProcessEnv> = {
  'issuer-in-clear': { HABILIS_ISSUER: 'http://habilis.example.fr' },
  'no-rate-limits': { HABILIS_RATE_LIMITS: '0' },
  'issuer-on-this-machine': { HABILIS_ISSUER: 'https://localhost:4400' },
  'development-seal-key': { HABILIS_SEAL_KEYS: 'development:9vQm3xN7tLr5wYp1sKd8fHj2bGc6zAe4' },
  'development-cookie-key': { HABILIS_COOKIE_KEYS: `k1:${'secret'.repeat(6)}` },
  'development-pepper': { HABILIS_PEPPER: 'development-Qw8eR2tY6uI0oP4aS9dF3gH7jK1lZ5xC' },
  'development-password-pepper': { HABILIS_PASSWORD_PEPPERS: 'development:Lk4sD9fGh2jKq7wErT5yUi8oPz1xCvB6' },
  'same-secret-twice': { HABILIS_PEPPER: 'Mn3bV7cX1zL5kJ9hG2fD6sA0pO4iU8yT' },
  'embedded-database': { DATABASE_URL: 'postgres://habilis:x@/habilis?host=%2Fsrv%2Fhabilis%2F.data%2Fpostgres%2Fsocket' },
  'database-in-clear': { DATABASE_URL: 'postgres://service:long@db.example.fr/habilis' },
  'everyone-is-a-proxy': { HABILIS_TRUST_PROXY: '10.0.0.1,0.0.0.0/0' },
  'open-without-proxy': { HOST: '0.0.0.0' },
  'every-network-is-called': { HABILIS_BACKCHANNEL_NETWORKS: '::/0' },
  'example-people': { HABILIS_SEED: '1' },
  'mail-nowhere': { SMTP_URL: '' },
  'mail-in-clear': { SMTP_URL: 'smtp://mail.example.fr' },
  'sender-on-this-machine': { MAIL_FROM: '' },
};

describe('production', () => {
  const start = (changes: NodeJS.ProcessEnv, upstreams = REAL) =>
    problemsOf(() => refuseUnsafeStart({ environment: read({ ...SAFE, ...changes }), upstreams })).map(({ wrong }) => wrong);

  it('starts when nothing is unsafe', () => expect(start({})).toEqual([]));

  it.each(Object.entries(OFFENCES))('refuses %s, and says how to mend it', (name, changes) => {
    expect(start(changes)).toEqual([UNSAFE[name]!.wrong]);
    expect(UNSAFE[name]!.mend).not.toBe('');
  });

  it.each(['http://localhost:4401/auth', 'https://127.0.0.1/auth', 'http://psc.example.fr'])(
    'refuses the identity provider %s',
    (issuer) => {
      expect(start({}, [{ id: 'psc', issuer }])).toEqual([UNSAFE['simulated-upstream']!.wrong]);
    },
  );

  it('has seen each of its rules refuse', () => {
    expect(Object.keys(UNSAFE).sort()).toEqual([...Object.keys(OFFENCES), 'simulated-upstream'].sort());
  });

  it('lets pass a proxy that is declared, a database on a socket, a mail server that requires TLS', () => {
    expect(
      start({
        HOST: '0.0.0.0',
        HABILIS_TRUST_PROXY: '10.0.0.0/8',
        DATABASE_URL: 'postgres://habilis:long@/habilis?host=%2Frun%2Fpostgresql',
        SMTP_URL: 'smtp://mail.example.fr:587?requireTLS=true',
      }),
    ).toEqual([]);
  });

  it('asks nothing of a development machine', () => {
    const environment = read({ ...SAFE, ...OFFENCES['issuer-in-clear'], ...OFFENCES['example-people'], NODE_ENV: 'development' });
    expect(() => refuseUnsafeStart({ environment, upstreams: [] })).not.toThrow();
  });
});
