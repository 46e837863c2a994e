import { useEffect } from 'react';

/** Names the browser tab after what the page shows, once that is known. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Orchard Studio`;
  }, [title]);
}
