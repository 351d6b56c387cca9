import type { RequestHandler } from 'express';
import type { Settings } from './settings.ts';

/** Nothing is run, framed or kept; forms end here or, for sign-out, at Habilis. */
export function securityHeaders({ issuer }: Settings): RequestHandler {
  const policy = [
    `default-src 'none'`,
    `style-src 'self'`,
    `img-src 'self'`,
    `form-action 'self' ${new URL(issuer).origin}`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  const headers = {
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  };
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}
