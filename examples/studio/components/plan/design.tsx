'use client';

import type { DesignToken, Sections } from '@orchard-studio/core';
import { cn } from '@/lib/cn';
import type { Changes } from './changed-ids';

/** A colour the browser understands; anything else of a token's text never reaches a style. */
const isColor = (value: string): boolean => typeof CSS !== 'undefined' && CSS.supports('color', value);

function Swatch({ token, isChanged }: { readonly token: DesignToken; readonly isChanged: boolean }) {
  return (
    <li
      className={cn(
        'flex min-w-0 items-center gap-2.5 rounded-xl border bg-surface p-2',
        isChanged && 'border-amber',
      )}
    >
      {token.type === 'color' && isColor(token.value) ? (
        <span
          aria-hidden
          className="size-8 shrink-0 rounded-lg border border-edge/50"
          style={{ backgroundColor: token.value }}
        />
      ) : null}
      <span className="grid min-w-0">
        <span className="truncate text-sm font-medium">{token.name}</span>
        <span className="truncate font-mono text-xs text-muted" title={token.value}>
          {token.value}
        </span>
      </span>
    </li>
  );
}

/** The look: its words, its density and its tokens as swatches. */
export function Design({
  design,
  changes,
}: {
  readonly design: Sections['designSystem'];
  readonly changes: Changes;
}) {
  const tokens = design.tokens.filter(({ status }) => status !== 'rejected');
  return (
    <>
      {design.style === '' ? null : (
        <p dir="auto">
          {design.style}
          {design.density === 'unset' ? '' : `, ${design.density}`}
        </p>
      )}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-2">
        {tokens.map((token) => (
          <Swatch key={token.id} token={token} isChanged={changes.has(token.id)} />
        ))}
      </ul>
    </>
  );
}
