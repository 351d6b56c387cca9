export { Clock, SystemClock } from './clock.ts';
export { Refusal, type RefusalKind } from './refusal.ts';
export type { Change, Fact } from './change.ts';
export type { SourceRef } from './source.ts';
export { type Caller, type Target } from './caller.ts';
export { afterFullDays, parisDay, startOfParisDay } from './calendar.ts';
export { newId, type IdPrefix } from './id.ts';
export { ONE_LINE } from './one-line.ts';
