import type { Delivery, Sheet } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { moment } from '../when.ts';
import { t } from '../words.ts';

const TONE = { owed: 'warning', acknowledged: 'success', 'given-up': 'danger' } as const;

/** What portals were told, and which of them said they heard. */
export function DeliveriesPanel({ sheet }: { sheet: Sheet }) {
  return (
    <section className="card" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('member.deliveries')}</h2>
      {sheet.deliveries.length === 0 && <p className="hint">{t('member.deliveries-empty')}</p>}
      <ul className="lines">
        {sheet.deliveries.map((each) => (
          <DeliveryLine key={each.id} delivery={each} />
        ))}
      </ul>
    </section>
  );
}

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const { portal, state, acknowledgedAt, attempts } = delivery;
  return (
    <li className="line">
      <p className="line-title">
        {portal} <Badge tone={TONE[state]}>{t(`delivery.${state}`, { moment: acknowledgedAt ? moment(acknowledgedAt) : '' })}</Badge>
      </p>
      {state !== 'acknowledged' && attempts > 0 && <p className="hint">{t('delivery.tries', { count: attempts })}</p>}
    </li>
  );
}
