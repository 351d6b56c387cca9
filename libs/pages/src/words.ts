import { createContext, useContext } from 'react';
import type { Translate } from './sentences.ts';

/** Page puts the words of its language here; the components inside find them. */
export const Words = createContext<Translate | undefined>(undefined);

export function useWords(): Translate {
  const t = useContext(Words);
  if (!t) throw new Error('A component of pages must be inside <Page>.');
  return t;
}
