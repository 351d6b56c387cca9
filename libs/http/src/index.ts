export type {} from './request.ts';
export { callerOf, Me } from './me.ts';
export { shape, shaped } from './shaped.ts';
export { asRefusal, problem, statusOf, type Problem, type Speech } from './problem.ts';
export { Answers, browsing, type AnswersOptions } from './answers.ts';
export { RefusalFilter } from './refusal-filter.ts';
export { formTarget, pageHeaders, securityHeaders, type PagePolicy } from './headers.ts';
export { CSRF_HEADER, csrfFor, ForgeryGuard } from './forgery.ts';
export { bodies } from './bodies.ts';
export { plainAddress } from './address.ts';
export { createLogger, requestLog, withoutSecrets, type Logger } from './logger.ts';
export { addressOf, BUDGETS, RateLimits, type Budget, type BudgetName, type Counts } from './rate-limits.ts';
export {
  ApiDescription,
  OpenApiController,
  openApiDocument,
  Operation,
  routesOf,
  type ApiWords,
  type OperationWords,
  type Route,
} from './openapi/index.ts';
