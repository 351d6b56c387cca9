import { formTarget } from './headers.ts';
import { addressOf } from './rate-limits.ts';
import { withoutSecrets } from './logger.ts';

it.each([
  ['https://portal.example/callback?x=1', 'https://portal.example'],
  ['http://localhost:4404/callback', 'http://localhost:4404'],
  ['fr.cpts.app:/callback', 'fr.cpts.app:'],
  ['javascript:alert(1)', undefined],
  ['https://x.example;script-src * /callback', undefined],
  ['not an address', undefined],
])('a form may lead to the origin of %s', (uri, expected) => {
  expect(formTarget(uri)).toBe(expected);
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is counted as %s', (ip, expected) => {
  expect(addressOf({ ip })).toBe(expected);
});

it.each([
  ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer [removed]'],
  ['postgres://habilis:s3cret@db:5432/x', 'postgres://habilis:[removed]@db:5432/x'],
  ['GET /callback?code=abcdefgh&state=12345678', 'GET /callback?code=[removed]&state=[removed]'],
  ['token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln was refused', 'token [token] was refused'],
  ['account.stale', 'account.stale'],
])('%s is written as %s', (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});
