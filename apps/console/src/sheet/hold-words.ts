import type { Hold } from '../api/types.ts';
import { day, moment } from '../when.ts';
import { t } from '../words.ts';

/** When a hold applies, in words. `until` is the first instant it no longer does. */
export function holdPeriod({ state, from, until, liftedAt }: Hold): string {
  const values = { from: day(from), ...(until && { until: day(until) }) };
  const way = { felt: '', coming: 'coming-', over: 'over-' }[state];
  const period = t(`hold.${way}from${until ? '-until' : ''}`, values);
  return liftedAt ? `${period}, ${t('hold.lifted', { moment: moment(liftedAt) })}` : period;
}
