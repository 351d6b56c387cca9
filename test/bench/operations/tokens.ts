import { randomInt } from 'node:crypto';
import type { Side } from '../measure/rounds.ts';
import { ok } from '../sides/wire.ts';
import type { BenchBrowser } from '../sides/browser.ts';
import { newBrowser } from '../sides/portal.ts';
import { anyOf, type Subject } from '../sides/subject.ts';

/** An operation both a service and the yardstick can do. */
export type Operation = (subject: Subject) => Side;

const asSide = ({ name, pid, database }: Subject, once: () => Promise<void>): Side => ({ name, pid, database, once });

export const discovery: Operation = (subject) =>
  asSide(subject, async () => void ok(await subject.portal.wire.get('/.well-known/openid-configuration')));

export const jwks: Operation = (subject) => asSide(subject, async () => void ok(await subject.portal.wire.get('/jwks')));

export const clientCredentials: Operation = (subject) =>
  asSide(subject, async () => void (await subject.portal.token({ grant_type: 'client_credentials' })));

export const introspection: Operation = (subject) =>
  asSide(subject, async () => {
    if (!(await subject.portal.introspect(anyOf(subject.people).accessToken))) throw new Error('a good token was said to be worth nothing');
  });

export const userinfo: Operation = (subject) =>
  asSide(subject, async () => {
    if (!(await subject.portal.userinfo(anyOf(subject.people).accessToken))) throw new Error('a good token opened nothing');
  });

/** Each refresh token is used once, then its successor: two at a time would be a theft. */
export const refresh: Operation = (subject) => {
  const free = [...subject.people];
  return asSide(subject, async () => {
    const [person] = free.splice(randomInt(free.length), 1);
    const tokens = await subject.portal.token({ grant_type: 'refresh_token', refresh_token: person!.refreshToken });
    person!.refreshToken = tokens.refresh_token;
    free.push(person!);
  });
};

export const signIn: Operation = (subject) => asSide(subject, async () => void (await subject.signIn()));

/** The person has a session already: a second portal, or a token that ran out. No upstream is met on either side. */
export const sessionOpen: Operation = (subject) => {
  const free: BenchBrowser[] = [];
  return asSide(subject, async () => {
    const browser = free.pop() ?? newBrowser();
    await subject.signIn(browser);
    free.unshift(browser);
  });
};
