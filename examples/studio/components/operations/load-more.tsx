import { useState } from 'react';
import { Button } from '@/components/ui/button';

/** How many more are listed when more are asked for. */
const MORE = 100;
/** Most that the API lists. */
const MOST = 1_000;

export interface LoadMoreProps {
  /** How many are listed. */
  readonly count: number;
  /** How many are listed at most. */
  readonly limit: number;
  /** The list is being read. */
  readonly isReading: boolean;
  readonly onLimit: (limit: number) => void;
}

/** The end of a list that may go on. */
export function LoadMore({ count, limit, isReading, onLimit }: LoadMoreProps) {
  // How many there were when more were asked for: a list that moves is read at other times too.
  const [had, setHad] = useState<number>();
  const isLoading = isReading && count === had;
  if (count < limit && !isLoading) return null;
  return (
    <div className="grid justify-items-center gap-2 text-sm text-muted">
      <p>The newest {count.toLocaleString('en')} are listed.</p>
      {count >= MOST ? null : (
        <Button
          look="secondary"
          aria-disabled={isLoading}
          onClick={() => {
            if (isLoading) return;
            setHad(count);
            onLimit(Math.min(MOST, limit + MORE));
          }}
        >
          {isLoading ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </div>
  );
}
