import { randomInt } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import type { Order } from './active-faults.ts';
import { text } from './answer.ts';
import { sendError, showLogin, signIn } from './authorize.ts';
import { setSessionCookie } from './cookies.ts';
import type { Means } from './dialect.ts';
import { isFault } from './faults.ts';
import { hop } from './hop.ts';
import { isChoosable, phonePage, problemPage, sendPage } from './pages.ts';
import { personaById, type Persona } from './personas.ts';
import type { Transaction, Transactions } from './transactions.ts';
import type { Upstream } from './upstream.ts';

const OVER = 'Cette connexion est terminée ou trop ancienne. Reprenez depuis le service.';
const DENIED = { error: 'access_denied', description: 'The user denied the request' };
const PHONE = 'MOBILE';

const chosenOrders = (value: string | undefined): Order[] => (isFault(value) && isChoosable(value) ? [{ fault: value }] : []);

/** The answers of the person: who they are, by which means, and what their phone says. */
export function loginRoutes(upstream: Upstream, transactions: Transactions): Router {
  const router = Router();
  const { dialect } = upstream;

  const underWay = (req: Request, res: Response): { id: string; transaction: Transaction } | undefined => {
    const id = text(req.body, 'transaction') ?? '';
    const transaction = transactions.find(id);
    if (!transaction) sendPage(res, 400, problemPage(dialect, OVER, 'transaction'));
    return transaction && { id, transaction };
  };
  const finish = (res: Response, id: string, { asked }: Transaction, persona: Persona, means: Means, chosen: readonly Order[]) => {
    transactions.close(id);
    return signIn(res, upstream, asked, setSessionCookie(res, upstream, upstream.sessions.open(persona, means, chosen)));
  };
  const giveUp = (res: Response, id: string, { asked }: Transaction) => {
    transactions.close(id);
    return sendError(res, upstream, asked, DENIED);
  };

  router.post(`${dialect.authorizePath}/login`, hop(upstream, 'other'), async (req, res) => {
    const found = underWay(req, res);
    if (!found) return;
    const { id, transaction } = found;
    if (text(req.body, 'decision') === 'cancel') return giveUp(res, id, transaction);
    const persona = personaById(text(req.body, 'persona'));
    if (!persona || !upstream.personas.includes(persona))
      return showLogin(res, upstream, id, transaction.asked, 'Choisissez une personne.');
    const means = dialect.means.find(({ value }) => value === text(req.body, 'means')) ?? dialect.means[0];
    const chosen = chosenOrders(text(req.body, 'fault'));
    if (!means.phone) return finish(res, id, transaction, persona, means, chosen);
    transaction.phone = { persona, chosen, expires: upstream.clock() + upstream.settings.mobileSeconds };
    const number = String(randomInt(10, 100));
    sendPage(res, 200, phonePage(dialect, dialect.authorizePath, id, persona, number), [new URL(transaction.asked.redirectUri).origin]);
  });

  router.post(`${dialect.authorizePath}/phone`, hop(upstream, 'other'), async (req, res) => {
    const found = underWay(req, res);
    if (!found) return;
    const { id, transaction } = found;
    const { phone, asked } = transaction;
    const expired = !phone || upstream.clock() >= phone.expires;
    if (expired) return showLogin(res, upstream, id, asked, 'Votre téléphone n’a pas répondu à temps. Recommencez.');
    if (text(req.body, 'decision') !== 'approve') return giveUp(res, id, transaction);
    const means = dialect.means.find(({ value }) => value === PHONE) ?? dialect.means[0];
    return finish(res, id, transaction, phone.persona, means, phone.chosen);
  });
  return router;
}
