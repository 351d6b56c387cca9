import type { CallingClients } from '@habilis/access';
import { identifiedFirst } from '@habilis/access/web';
import { json, type RequestHandler } from 'express';

/**
 * Bodies longer than a form's, from portals that have identified themselves: a thousand questions, ten thousand
 * engagements. Nobody else's is read.
 */
export const longBodies = (calling: CallingClients): readonly (readonly [address: string, ...RequestHandler[]])[] => [
  ['/access/v1/evaluations', identifiedFirst(calling, 'access:evaluate'), json({ limit: '2mb' })],
  ['/access/v1/engagements', identifiedFirst(calling, 'access:engage'), json({ limit: '8mb' })],
];
