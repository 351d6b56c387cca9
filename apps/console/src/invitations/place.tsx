import type { Organisation } from '../api/types.ts';
import { t } from '../words.ts';

interface Props {
  readonly places: readonly Organisation[];
  readonly value: string;
  readonly change: (id: string) => void;
  readonly gap: boolean;
}

/** Where people are invited. A single organisation is a fact and not a question. */
export function Place({ places, value, change, gap }: Props) {
  if (places.length === 1) {
    return (
      <p>
        {t('dialog.organisation')}&nbsp;: <strong>{places[0]!.name}</strong>
      </p>
    );
  }
  return (
    <div className={gap ? 'field refused' : 'field'}>
      <label htmlFor="invite-organisation">{t('dialog.organisation')}</label>
      {gap && <p className="error">{t('dialog.choose')}</p>}
      <select id="invite-organisation" value={value} onChange={(event) => change(event.target.value)} aria-invalid={gap || undefined}>
        <option value="">{t('dialog.choose')}</option>
        {places.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
