import { randomBytes } from 'node:crypto';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { PORTAL, type Tokens } from './portal.ts';

/** Somebody who has signed in to the portal of the bench, and what the portal holds of it. */
export interface SignedIn {
  readonly account: string;
  readonly accessToken: string;
  refreshToken: string;
}

export type Adapters = (model: string) => Adapter;

const DAY = 86_400;

/**
 * Many people signed in, each with a session, a grant and tokens of their own.
 *
 * Written through the side's own adapter after the model of one real sign-in, so that both sides find what they
 * would have written themselves; signing ten thousand people in would take minutes.
 */
export async function signedIn(accounts: readonly string[], one: Tokens, adapters: Adapters): Promise<SignedIn[]> {
  const model = await readModel(one, adapters);
  const people: SignedIn[] = [];
  const left = [...accounts];
  const worker = async () => {
    for (let account = left.pop(); account !== undefined; account = left.pop()) people.push(await copyOf(model, account, adapters));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return people;
}

interface Model {
  readonly access: AdapterPayload;
  readonly refresh: AdapterPayload;
  readonly grant: AdapterPayload;
  readonly session: AdapterPayload;
}

async function readModel(one: Tokens, adapters: Adapters): Promise<Model> {
  const access = must(await adapters('AccessToken').find(one.access_token), 'access token');
  const refresh = must(await adapters('RefreshToken').find(one.refresh_token), 'refresh token');
  const grant = must(await adapters('Grant').find(access.grantId!), 'grant');
  const session = must(await adapters('Session').findByUid(access.sessionUid!), 'session');
  return { access, refresh, grant, session };
}

async function copyOf(model: Model, accountId: string, adapters: Adapters): Promise<SignedIn> {
  const [accessToken, refreshToken, grantId, sessionId, sessionUid] = Array.from({ length: 5 }, name);
  const now = Math.floor(Date.now() / 1000);
  const write = (kind: string, id: string, payload: AdapterPayload, seconds: number) =>
    adapters(kind).upsert(id, { ...payload, jti: id, iat: now, exp: now + seconds, accountId }, seconds);
  const authorizations = { [PORTAL.id]: { sid: name(), grantId, persistsLogout: false } };
  await write('Session', sessionId!, { ...model.session, uid: sessionUid, authorizations }, 1_800);
  await write('Grant', grantId!, model.grant, DAY / 2);
  await write('AccessToken', accessToken!, { ...model.access, grantId, sessionUid }, 900);
  await write('RefreshToken', refreshToken!, { ...model.refresh, grantId, sessionUid }, 14_400);
  return { account: accountId, accessToken: accessToken!, refreshToken: refreshToken! };
}

const name = () => randomBytes(32).toString('base64url').slice(0, 43);

function must(payload: AdapterPayload | undefined | void, what: string): AdapterPayload {
  if (!payload) throw new Error(`the sign-in taken as a model has no ${what}`);
  const { jti: _jti, ...rest } = payload;
  return rest;
}
