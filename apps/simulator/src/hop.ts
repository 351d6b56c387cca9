import { setTimeout as sleep } from 'node:timers/promises';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Subject } from './active-faults.ts';
import { json, send } from './answer.ts';
import { NETWORK_MODES, type Hop, type NetworkMode } from './faults.ts';
import type { Upstream } from './upstream.ts';

type Who = (req: Request) => Subject;

const UNAVAILABLE = '<!doctype html><html lang="fr"><title>SIMULATEUR : 503</title><p>Service indisponible.</p></html>';

/** How a hop fails. Each takes the whole answer over. */
const NETWORK_EFFECTS: Record<NetworkMode, (res: Response) => void> = {
  timeout: () => undefined,
  reset: (res) => void res.socket?.resetAndDestroy(),
  unavailable: (res) => send(res, { status: 503, type: 'text/html; charset=utf-8', headers: { 'retry-after': '120' }, body: UNAVAILABLE }),
  half: (res) => {
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    res.write('{"issuer":"http', () => res.socket?.destroy());
  },
};

/** Every endpoint passes here first: it is counted, may be slow, may fail by chance or on order. */
export function hop(upstream: Upstream, name: Hop, who: Who = () => ({})): RequestHandler {
  return async (req: Request, res: Response, next: NextFunction) => {
    const subject = who(req);
    const entry = { at: new Date().toISOString(), hop: name, method: req.method, path: req.baseUrl + req.path, persona: subject.persona };
    res.on('close', () => upstream.log.add({ ...entry, status: res.writableEnded ? res.statusCode : 0 }));
    if (upstream.settings.latencyMs > 0) await sleep(upstream.settings.latencyMs);
    if (upstream.chance() < upstream.settings.errorRate) return send(res, json({ error: 'server_error' }, 500));
    const failing = NETWORK_MODES.find(
      ({ mode }) => upstream.faults.take((fault) => fault === `network-${name}-${mode}`, subject).length > 0,
    );
    if (failing) return NETWORK_EFFECTS[failing.mode](res);
    next();
  };
}
