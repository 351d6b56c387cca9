import { useEffect, useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import { WINGS, type Room } from '../rooms.tsx';
import { t } from '../words.ts';

/** The navigation: a column beside the room, or behind a button where there is no place for one. */
export function Doors({ rooms }: { rooms: readonly Room[] }) {
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [pathname]);
  return (
    <nav aria-label={t('nav.label')} className="doors">
      <button
        type="button"
        className="button secondary doors-open"
        aria-expanded={open}
        aria-controls="doors"
        onClick={() => setOpen(!open)}
      >
        {t('nav.menu')}
      </button>
      <div id="doors" className={open ? 'doors-list open' : 'doors-list'}>
        {WINGS.map((wing) => (
          <Wing key={wing} wing={wing} rooms={rooms.filter(({ door }) => door?.wing === wing)} />
        ))}
      </div>
    </nav>
  );
}

function Wing({ wing, rooms }: { wing: string; rooms: readonly Room[] }) {
  if (rooms.length === 0) return null;
  return (
    <section aria-labelledby={`wing-${wing}`}>
      <h2 id={`wing-${wing}`}>{t(`nav.wing-${wing}`)}</h2>
      <ul>
        {rooms.map(({ path, door }) => {
          const { words, Waiting } = door!;
          return (
            <li key={path}>
              <NavLink to={`/${path}`}>
                {t(words)} {Waiting && <Waiting />}
              </NavLink>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
