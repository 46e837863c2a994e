import { type KeyboardEvent, type RefObject, useState } from 'react';
import { isArrow, nearest, type Target } from '@/lib/graph/nearest';

export interface GraphKeys {
  /** The one target that the Tab key reaches. */
  readonly active: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: { readonly target: EventTarget }) => void;
}

const idOf = (target: EventTarget): string | undefined =>
  target instanceof HTMLElement ? target.dataset.target : undefined;

/** Arrow keys move between the boxes of a graph, Home and End to the first and the last; one box is in the tab order. */
export function useGraphKeys(
  root: RefObject<HTMLElement | null>,
  targets: readonly Target[],
  selected: string | undefined,
): GraphKeys {
  const [focused, setFocused] = useState<string>();
  const has = (id: string | undefined): boolean => targets.some((target) => target.id === id);
  const active = [focused, selected].find(has) ?? targets[0]?.id;
  const focus = (target: Target | undefined): void => {
    if (target === undefined) return;
    const element = root.current?.querySelector(`[data-target="${CSS.escape(target.id)}"]`);
    if (!(element instanceof HTMLElement)) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const from = targets.find(({ id }) => id === idOf(event.target));
    if (from === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (isArrow(key)) focus(nearest(targets, from, key));
    else if (key === 'Home') focus(targets[0]);
    else if (key === 'End') focus(targets.at(-1));
    else return;
    event.preventDefault();
  };
  const onFocus = ({ target }: { readonly target: EventTarget }): void => {
    const id = idOf(target);
    if (id !== undefined) setFocused(id);
  };
  return { active, onKeyDown, onFocus };
}
