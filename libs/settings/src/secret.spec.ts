import { revealSecret } from '@habilis/settings';

describe('a secret named by a settings file', () => {
  const reference = { env: 'PSC_SECRET', development: 'habilis-psc-development' };

  it('comes from its variable, or from its development value outside production', () => {
    expect(revealSecret(reference, { PSC_SECRET: 'a real one' })).toBe('a real one');
    expect(revealSecret(reference, {})).toBe('habilis-psc-development');
  });

  it.each([
    ['absent', { NODE_ENV: 'production' }],
    ['still the development value', { NODE_ENV: 'production', PSC_SECRET: 'habilis-psc-development' }],
  ])('is refused in production when it is %s', (_, env) => {
    expect(() => revealSecret(reference, env)).toThrow(/PSC_SECRET.*openssl rand/s);
  });

  it('is refused anywhere when there is no value at all, and never shown', () => {
    expect(() => revealSecret({ env: 'PSC_SECRET' }, {})).toThrow('secret absent');
    expect(() => revealSecret(reference, { NODE_ENV: 'production', PSC_SECRET: reference.development })).not.toThrow(reference.development);
  });
});
