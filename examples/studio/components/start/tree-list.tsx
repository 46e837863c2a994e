'use client';

import type { TreeView } from '@orchard-studio/core';
import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Input } from '@/components/ui/input';
import { treesLike } from './trees-like';

/** So many are seen at a glance. */
const FEW = 8;

export interface TreeListProps {
  readonly trees: readonly TreeView[];
  /** The one that was looked at before. */
  readonly last: string | undefined;
  readonly onPick: (tree: string) => void;
}

const stepsOf = ({ steps }: TreeView): string => (steps === 1 ? 'One step' : `${steps} steps`);

/** The arrow keys move between the trees, and from the search to the first. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (way === undefined) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-tree], [type=search]')];
  const next = all[all.findIndex((each) => each.matches(':focus')) + way];
  if (next === undefined) return;
  next.focus();
  event.preventDefault();
}

/** The trees that can be run, to pick one. */
export function TreeList({ trees, last, onPick }: TreeListProps) {
  const [wanted, setWanted] = useState('');
  const shown = treesLike(trees, wanted);
  const hasSearch = trees.length > FEW;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what can be pressed in it are buttons; the arrow keys are a shorter way.
    <div onKeyDown={onKeyDown} className="grid gap-3">
      {hasSearch ? (
        <>
          <Input
            type="search"
            aria-label="Find a tree"
            placeholder="Find a tree"
            value={wanted}
            data-focus-first={last === undefined || undefined}
            onChange={(event) => setWanted(event.target.value)}
          />
          <p role="status" className="text-sm text-muted">
            {shown.length === 0
              ? 'No tree has that in its name or description.'
              : `${shown.length} of ${trees.length} trees`}
          </p>
        </>
      ) : null}
      <ul aria-label="Trees" className="grid gap-2">
        {shown.map((tree, index) => (
          <li key={tree.name}>
            <button
              type="button"
              data-tree
              data-focus-first={
                tree.name === last || (index === 0 && last === undefined && !hasSearch) || undefined
              }
              onClick={() => onPick(tree.name)}
              className="flex w-full items-center gap-3 rounded-xl border px-4 py-2.5 text-start hover:border-leaf/60 hover:bg-sunken/60"
            >
              <span className="grid min-w-0 flex-1 gap-0.5">
                <span className="flex flex-wrap items-baseline gap-x-2">
                  <span dir="auto" className="font-semibold">
                    {tree.name}
                  </span>
                  <span className="text-xs text-muted">{stepsOf(tree)}</span>
                </span>
                {tree.description === null ? null : (
                  <span dir="auto" className="line-clamp-3 text-sm text-muted">
                    {tree.description}
                  </span>
                )}
              </span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-muted rtl:rotate-180" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
