import { json as readJson, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { json, send } from './answer.ts';
import { BACKCHANNEL_EFFECTS, tellServices } from './backchannel.ts';
import { FAULTS, isFault, type FaultAt, type FaultId } from './faults.ts';
import { hop } from './hop.ts';
import { endSession } from './logout.ts';
import { PERSONAS } from './personas.ts';
import { Settings } from './settings.ts';
import type { Upstream } from './upstream.ts';

const persona = z.string().refine((id) => PERSONAS.some((known) => known.id === id), 'unknown persona');
const FaultOrder = z.strictObject({
  fault: z.custom<FaultId>(isFault, 'unknown fault: see GET /simulator/faults'),
  persona: persona.optional(),
  value: z.string().max(4_096).optional(),
  times: z.int().min(1).max(10_000).optional(),
});
export type FaultOrder = z.infer<typeof FaultOrder>;

const variants = Object.keys(BACKCHANNEL_EFFECTS) as [FaultAt<'backchannel'>, ...FaultAt<'backchannel'>[]];
/** Without `sid`, the latest session (of `persona`). `end` also ends it here. */
const BackchannelLogout = z.strictObject({
  sid: z.string().optional(),
  persona: persona.optional(),
  variant: z.enum(variants).optional(),
  end: z.boolean().optional(),
});
export type BackchannelLogout = z.infer<typeof BackchannelLogout>;

const Rotation = z.strictObject({ keepOld: z.boolean().optional() });

/** @throws ZodError or Error: the order cannot be carried out */
export function setFault(upstream: Upstream, order: unknown): FaultOrder {
  const parsed = FaultOrder.parse(order);
  upstream.faults.set(parsed);
  return parsed;
}

export function changeSettings(upstream: Upstream, change: unknown): Settings {
  Object.assign(upstream.settings, Settings.partial().parse(change));
  upstream.restartChance();
  return upstream.settings;
}

export async function backchannelLogout(upstream: Upstream, order: unknown) {
  const { sid, persona: whose, variant, end } = BackchannelLogout.parse(order);
  const session = sid === undefined ? upstream.sessions.latest(whose) : upstream.sessions.bySid(sid);
  if (!session) throw new Error('no such session');
  const told = await tellServices(upstream, session, variant);
  if (end === true) await endSession(upstream, session);
  return { sid: session.sid, told };
}

/** Only this machine, only its own pages: another site open in the same browser must not reach these routes. */
function localOnly(upstream: Upstream) {
  const origins = [upstream.origin, upstream.pagesOrigin];
  return (req: Request, res: Response, next: NextFunction) => {
    const host = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/u.test(req.headers.host ?? '');
    const origin = req.headers.origin === undefined || origins.includes(req.headers.origin);
    if (host && origin) return next();
    send(res, json({ error: 'forbidden' }, 403));
  };
}

type Handler = (upstream: Upstream, body: unknown) => unknown;

// prettier-ignore
const ROUTES: readonly [method: 'get' | 'post' | 'delete', path: string, handler: Handler][] = [
  ['get',    '/faults',             ({ faults }) => ({ active: faults.active, catalogue: FAULTS })],
  ['post',   '/faults',             setFault],
  ['delete', '/faults',             ({ faults }) => (faults.clear(), {})],
  ['get',    '/settings',           ({ settings }) => settings],
  ['post',   '/settings',           changeSettings],
  ['get',    '/requests',           ({ log }) => ({ counts: log.counts, requests: log.all })],
  ['delete', '/requests',           ({ log }) => (log.clear(), {})],
  ['get',    '/sessions',           ({ sessions }) => sessions.all.map(({ sid, persona: { id } }) => ({ sid, persona: id }))],
  ['delete', '/sessions',           ({ sessions }) => (sessions.clear(), {})],
  ['get',    '/personas',           ({ personas }) => personas],
  ['post',   '/keys/rotate',        async ({ keys }, body) => ({ kid: (await keys.rotate(Rotation.parse(body ?? {}).keepOld)).kid })],
  ['post',   '/backchannel-logout', backchannelLogout],
];

/** The test's side door, on the issuer's origin, each upstream for itself. */
export function adminRoutes(upstream: Upstream): Router {
  const router = Router();
  router.use(localOnly(upstream), readJson({ limit: '64kb' }));
  for (const [method, path, handler] of ROUTES) {
    router[method](path, async (req, res) => {
      try {
        send(res, json(await handler(upstream, req.body)));
      } catch (error) {
        send(res, json({ error: 'bad_order', details: error instanceof z.ZodError ? error.issues : (error as Error).message }, 400));
      }
    });
  }
  // What no careful client ever fetches: a hit shows in the log.
  router.all(['/internal', '/stranger/certificate'], hop(upstream, 'internal'), (_req, res) => send(res, json({ secret: 'internal' })));
  router.get('/stranger/jwks', hop(upstream, 'internal'), async (_req, res) =>
    send(res, json({ keys: [(await upstream.keys.stranger()).publicJwk] })),
  );
  return router;
}
