import { Listener, openDatabase, Sealer, type Database } from '@habilis/database';
import { Answers, createLogger, fewAtATime, ForgeryGuard, RateLimits, type Logger } from '@habilis/http';
import { SystemClock, type Clock } from '@habilis/kernel';
import { language, loadSentences, renderPage, type Sentences } from '@habilis/pages';
import type { Environment } from '@habilis/settings';
import { ProblemPage } from '../own-pages/problem-page.tsx';

/** What every other part stands on. */
export interface Ground {
  readonly env: Environment;
  readonly issuer: URL;
  readonly clock: Clock;
  readonly db: Database;
  readonly listener: Listener;
  readonly sealer: Sealer;
  readonly logger: Logger;
  readonly sentences: Sentences;
  readonly answers: Answers;
  readonly forgery: ForgeryGuard;
  readonly limits: RateLimits;
}

/** The product's own sentences; an operator's folder may replace some of them. */
const OUR_CONFIG = new URL('../../../../config', import.meta.url).pathname;

export async function layGround(env: Environment): Promise<Ground> {
  const issuer = new URL(env.HABILIS_ISSUER);
  const logger = createLogger(env.LOG_LEVEL, fewAtATime());
  const sentences = loadSentences(...new Set([OUR_CONFIG, env.HABILIS_CONFIG]));
  const db = await openDatabase(env.DATABASE_URL, {
    poolSize: env.HABILIS_DATABASE_POOL,
    onError: (error) => logger.warn({ err: error }, 'a connection to the database was lost'),
  });
  const answers = new Answers({
    speech: sentences,
    language: (request) => language(request),
    logger,
    page: (problem, request) => renderPage(ProblemPage({ t: sentences.for(language(request)), problem })),
  });
  return {
    env,
    issuer,
    clock: new SystemClock(),
    db,
    listener: new Listener(env.DATABASE_URL),
    sealer: new Sealer(env.HABILIS_SEAL_KEYS),
    logger,
    sentences,
    answers,
    forgery: new ForgeryGuard(issuer.origin),
    limits: new RateLimits(db),
  };
}
