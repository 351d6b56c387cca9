import { json, urlencoded } from 'express';
import { Refusal } from '@habilis/kernel';
import type { RequestHandler } from './request.ts';

/** JSON and plain forms, small; anything else that carries a body is refused rather than ignored. */
export function bodies({ limit = '64kb' }: { limit?: string } = {}): RequestHandler[] {
  return [json({ limit, strict: true }), urlencoded({ extended: false, limit, parameterLimit: 100 }), refuseOther];
}

/** @throws Refusal `request.unsupported-media` (invalid) */
const refuseOther: RequestHandler = (request, _response, next) => {
  const carries = Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined;
  if (carries && request.body === undefined) throw new Refusal('request.unsupported-media', 'invalid');
  next();
};
