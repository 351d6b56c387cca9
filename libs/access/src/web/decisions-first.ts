import { bodies, plainAddress, shape } from '@habilis/http';
import type { RequestHandler, Response } from 'express';
import type { CallingClients } from '../ports.ts';
import type { AuthzenController } from './authzen.controller.ts';
import { EvaluationForm } from './authzen-forms.ts';
import { calling, greetedByName, identifiedFirst } from './calling-client.ts';

/**
 * Answers one question of a portal ahead of Nest and of all that pages need: `post('/access/v1/evaluation', …)`.
 *
 * The steps are those of the controller's route, which stays: it describes this one and gives its answer. Here the portal is
 * known before anything of its body is read. What fails goes to whoever answers failures.
 *
 * @param controller asked at each question, so that it may be made after this is mounted
 */
export function decisionsFirst(clients: CallingClients, controller: () => AuthzenController): RequestHandler[] {
  const answer: RequestHandler = async (request, response) => {
    const form = await shape(EvaluationForm, request.body);
    give(response, await controller().one(calling(request), form));
  };
  return [plainAddress, greetedByName, identifiedFirst(clients, 'access:evaluate'), ...bodies(), answer];
}

/**
 * Without the mark that Express makes of each answer for browsers to ask again with: nobody asks a decision again. A text, and
 * not bytes, leaves with its headers in one piece.
 */
function give(response: Response, answer: object): void {
  const body = JSON.stringify(answer);
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) }).end(body);
}
