import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { adminRoutes } from './admin.ts';
import { json, Refused, send } from './answer.ts';
import { authorizeRoutes } from './authorize.ts';
import { cibaRoutes, mobileRoutes } from './ciba.ts';
import { discoveryRoutes } from './discovery.ts';
import { introspectionRoutes } from './introspection.ts';
import { loginRoutes } from './login.ts';
import { logoutRoutes } from './logout.ts';
import { tokenRoutes } from './token.ts';
import { Transactions } from './transactions.ts';
import type { Upstream } from './upstream.ts';
import { userinfoRoutes } from './userinfo.ts';

function failed(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) return next(error);
  if (error instanceof Refused) return send(res, error.answer);
  const status = (error as { status?: number }).status ?? 500;
  send(res, json({ error: status < 500 ? 'invalid_request' : 'server_error', error_description: String(error) }, status));
}

const bare = (): Express => express().disable('x-powered-by');
const forms = () => express.urlencoded({ extended: false, limit: '64kb' });

/** What machines call: discovery, keys, tokens, userinfo, logout, and the test's side door. */
export function machineApp(upstream: Upstream): Express {
  const app = bare();
  // Before forms are read: the side door takes JSON only, which no form of another site can send.
  app.use('/simulator', adminRoutes(upstream));
  app.use(forms());
  const routes = [discoveryRoutes, tokenRoutes, userinfoRoutes, introspectionRoutes, logoutRoutes];
  for (const make of routes) app.use(make(upstream));
  if (upstream.dialect.name === 'psc') app.use(cibaRoutes(upstream));
  return app.use(failed);
}

/** What people see: the login page and the phone. */
export function peopleApp(upstream: Upstream): Express {
  const app = bare();
  const transactions = new Transactions();
  app.get('/favicon.ico', (_req, res) => void res.status(204).end());
  app.use(forms(), authorizeRoutes(upstream, transactions), loginRoutes(upstream, transactions), mobileRoutes(upstream));
  return app.use(failed);
}
