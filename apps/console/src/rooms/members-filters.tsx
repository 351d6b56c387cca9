import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Me } from '../api/types.ts';
import { t } from '../words.ts';
import { CHOICES, addressOf, filtersOf, type Filters } from './members-address.ts';

const PAUSE_MS = 250;

/** What narrows the list; each change goes to the address, typing after a pause. */
export function MembersFilters({ me }: { me: Me }) {
  const [address, setAddress] = useSearchParams();
  const filters = filtersOf(address);
  const set = (patch: Partial<Filters>) => setAddress(addressOf({ ...filters, ...patch }), { replace: true });
  const narrowed = Object.values(filters).some(Boolean);
  return (
    <search className="filters">
      <Search value={filters.q} set={(q) => set({ q })} />
      <Pick
        name="stage"
        value={filters.stage}
        set={set}
        all={t('members.all')}
        options={CHOICES.stage.map((each) => [each, t(`stage.${each}`)])}
      />
      <Pick
        name="hold"
        value={filters.hold}
        set={set}
        all={t('members.all')}
        options={CHOICES.hold.map((each) => [each, each === 'any' ? t('members.any-hold') : t(`hold.${each}`)])}
      />
      {me.organisations.length > 1 && (
        <Pick
          name="organisation"
          value={filters.organisation}
          set={set}
          all={t('members.all-organisations')}
          options={me.organisations.map(({ id, name }) => [id, name])}
        />
      )}
      {narrowed && (
        <button type="button" className="button quiet" onClick={() => setAddress({})}>
          {t('members.clear')}
        </button>
      )}
    </search>
  );
}

function Search({ value, set }: { value: string; set: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value; // the address changed under us: back, forward, or the filters were cleared
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed.trim() === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed.trim();
      set(told.current);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="field search">
      <label htmlFor="q">{t('members.search')}</label>
      <input
        id="q"
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        aria-describedby="q-hint"
      />
      <p className="hint" id="q-hint">
        {t('members.search-hint')}
      </p>
    </div>
  );
}

type Narrowing = 'stage' | 'hold' | 'organisation';

function Pick(props: {
  name: Narrowing;
  value: string;
  set: (patch: Partial<Filters>) => void;
  all: string;
  options: readonly (readonly [string, string])[];
}) {
  const { name, value, set, all, options } = props;
  return (
    <div className="field">
      <label htmlFor={name}>{t(`members.${name}`)}</label>
      <select id={name} value={value} onChange={(event) => set({ [name]: event.target.value })}>
        <option value="">{all}</option>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
