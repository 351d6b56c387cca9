import { useEffect, useRef, type ReactNode } from 'react';
import { NavLink, useLocation, useNavigate, useNavigationType } from 'react-router';
import { useOnline } from '../api/session.ts';
import type { Me } from '../api/types.ts';
import { day } from '../when.ts';
import { t } from '../words.ts';
import type { Room } from '../rooms.tsx';
import { Doors } from './doors.tsx';
import { Mark } from './mark.tsx';
import { WornRoles } from './worn.tsx';

/** What surrounds every room: where one is, who one is, and whether the network is there. */
export function Frame({ me, rooms, children }: { me: Me; rooms: readonly Room[]; children: ReactNode }) {
  useSearchShortcut();
  useArrival();
  return (
    <>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <header className="bar">
        <div className="bar-inner">
          <NavLink to="/" className="brand">
            <Mark />
            Habilis
          </NavLink>
          <Who me={me} />
        </div>
      </header>
      <WornRoles worn={me.worn} />
      <Offline />
      <Certificates of={me.certificates} />
      <div className="house">
        <Doors rooms={rooms} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  );
}

function Who({ me }: { me: Me }) {
  return (
    <div className="who">
      <span className="who-name">{me.name}</span>
      {me.wearable && (
        <a className="button quiet" href="/moi/endosser">
          {t('worn.put-on')}
        </a>
      )}
      <form method="post" action="/session/sign-out">
        <input type="hidden" name="csrf" value={me.csrf ?? ''} />
        <button type="submit" className="button quiet">
          {t('nav.sign-out')}
        </button>
      </form>
    </div>
  );
}

/** What would one day shut a way in for everybody, told while there is time. */
function Certificates({ of: certificates }: { of: Me['certificates'] }) {
  if (certificates.length === 0) return null;
  return (
    <div role="note" className="offline">
      {certificates.map(({ upstream, state, until }) => (
        <p key={upstream}>{t(`certificate.${state}`, { upstream, day: until ? day(until) : '' })}</p>
      ))}
    </div>
  );
}

function Offline() {
  const online = useOnline();
  return (
    <div role="status" className="offline">
      {!online && <p>{t('states.offline')}</p>}
    </div>
  );
}

/** Ctrl + K, from anywhere. A key alone would be taken from those who dictate. */
function useSearchShortcut(): void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (pathname !== '/members') void navigate('/members');
      requestAnimationFrame(() => document.getElementById('q')?.focus());
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [navigate, pathname]);
}

/** Another room is another page: those who cannot see it change are taken to its beginning. */
function useArrival(): void {
  const { pathname } = useLocation();
  const way = useNavigationType();
  const left = useRef(pathname);
  useEffect(() => {
    if (left.current === pathname) return;
    left.current = pathname;
    document.getElementById('content')?.focus({ preventScroll: true });
    if (way === 'PUSH') scrollTo(0, 0);
  }, [pathname, way]);
}
