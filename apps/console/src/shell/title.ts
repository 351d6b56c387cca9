import { useEffect } from 'react';

/** The tab's title: the room first, as screen readers say it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – Habilis`;
  }, [title]);
}
