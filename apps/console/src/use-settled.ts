import { useEffect, useState } from 'react';

/** A value once it has stayed the same for a moment, a third of a second unless told: texts are typed letter by letter. */
export function useSettled(value: string, ms = 300): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
