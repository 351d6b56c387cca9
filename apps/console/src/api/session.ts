import { useSyncExternalStore } from 'react';

let ended = false;
const listeners = new Set<() => void>();
const keepers = new Set<() => void>();

/** Puts aside what is being written, should the session end now. @returns how to take that back */
export function beforeSessionEnds(keep: () => void): () => void {
  keepers.add(keep);
  return () => keepers.delete(keep);
}

/** The service no longer knows who is asking; every screen gives way to the same sentence. */
export function sessionEnded(): void {
  if (ended) return;
  for (const keep of keepers) keep();
  ended = true;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSessionEnded = () => useSyncExternalStore(subscribe, () => ended);

const subscribeToNetwork = (listener: () => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

export const useOnline = () => useSyncExternalStore(subscribeToNetwork, () => navigator.onLine);

/** Where signing in begins; it ends where the person is now. */
export const signInAddress = (here: Pick<Location, 'pathname' | 'search'> = location) =>
  `/session/sign-in?for=console&return=${encodeURIComponent(here.pathname + here.search)}`;
