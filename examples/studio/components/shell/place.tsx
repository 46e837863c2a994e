'use client';

import { useSearchParams } from 'next/navigation';
import {
  type ComponentProps,
  createContext,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { addressOf, type Place, readPlace } from '@/lib/address';

interface Navigation {
  readonly place: Place;
  readonly addressOf: (place: Place) => string;
  /** Shows another place; `replace` leaves no trace in the history. */
  readonly go: (place: Place, how?: 'push' | 'replace') => void;
  /** True from the first change of place on: the page moves the focus itself then. */
  readonly moved: RefObject<boolean>;
}

const NavigationContext = createContext<Navigation | undefined>(undefined);

/** Keeps what is shown of a project in the address. */
export function PlaceProvider({
  projectId,
  children,
}: {
  readonly projectId: string;
  readonly children: ReactNode;
}) {
  const query = useSearchParams();
  const place = useMemo(() => readPlace(query), [query]);
  const moved = useRef(false);
  const address = useCallback((to: Place) => addressOf(projectId, to), [projectId]);
  const go = useCallback(
    (to: Place, how: 'push' | 'replace' = 'push') => {
      moved.current = true;
      // The page is the same one for every place: nothing has to be fetched.
      if (how === 'push') window.history.pushState(null, '', address(to));
      else window.history.replaceState(null, '', address(to));
    },
    [address],
  );
  const navigation = useMemo(() => ({ place, addressOf: address, go, moved }), [place, address, go]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function usePlace(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === undefined) throw new Error('There is no PlaceProvider above this component.');
  return navigation;
}

export interface PlaceLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  readonly to: Place;
}

/** A link within a project. Opens in a new tab like any other. */
export function PlaceLink({ to, onClick, ...props }: PlaceLinkProps) {
  const { addressOf: address, go } = usePlace();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return <a href={address(to)} onClick={follow} {...props} />;
}

/** Moves the focus to a heading once its view appears, unless the page has only just been opened. */
export function useArrival<E extends HTMLElement>(): RefObject<E | null> {
  const { moved } = usePlace();
  const heading = useRef<E>(null);
  useEffect(() => {
    if (moved.current) heading.current?.focus({ preventScroll: true });
  }, [moved]);
  return heading;
}
