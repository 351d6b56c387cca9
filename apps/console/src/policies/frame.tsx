import { useEffect, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useTitle } from '../shell/title.ts';
import { t } from '../words.ts';

const PLACES = [
  ['/policies', 'policy.page'],
  ['/policies/graph', 'policy.graph'],
  ['/policies/versions', 'policy.versions'],
] as const;

/** What the rooms of the policy have in common: the same policy, read, drawn, or through its versions. */
export function PolicyFrame({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }) {
  useTitle(title);
  useAnchor();
  return (
    <div className="policy">
      <header className="card-head">
        <h1>{title}</h1>
        {acts && <div className="policy-acts">{acts}</div>}
      </header>
      <nav className="places-nav" aria-label={t('policy.places')}>
        {PLACES.map(([to, words]) => (
          <NavLink key={to} to={to} end>
            {t(words)}
          </NavLink>
        ))}
      </nav>
      {children}
    </div>
  );
}

/** An address with an anchor leads there, also when what it names comes late. */
export function useAnchor(ready = true): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (!ready || !hash) return;
    const there = document.getElementById(decodeURIComponent(hash.slice(1)));
    there?.scrollIntoView();
    there?.focus({ preventScroll: true });
  }, [hash, ready]);
}
