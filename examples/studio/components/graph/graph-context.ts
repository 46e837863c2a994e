import type { Direction } from '@/lib/graph/layout';

/** What a box needs to know of the graph around it. */
export interface GraphContext {
  readonly now: number;
  /** The step whose details are shown. */
  readonly selected: string | undefined;
  /** The one target that the Tab key reaches. */
  readonly active: string | undefined;
  readonly onOpen: (key: string) => void;
  readonly onToggle: (id: string) => void;
  readonly direction: Direction;
  /** Too small to read: boxes show their icon only. */
  readonly isFar: boolean;
  /** Names of steps, for what is read out. */
  readonly names: ReadonlyMap<string, string>;
}
