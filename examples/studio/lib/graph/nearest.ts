/** Something on a plane that the arrow keys can reach. */
export interface Target {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const STEPS: Readonly<Record<Arrow, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** True for the keys that move. */
export const isArrow = (key: string): key is Arrow => key in STEPS;

const middle = ({ x, y, width, height }: Target): readonly [number, number] => [
  x + width / 2,
  y + height / 2,
];

/** The target an arrow key leads to from another one: the nearest on that side. Undefined at the edge. */
export function nearest(targets: readonly Target[], from: Target, arrow: Arrow): Target | undefined {
  const [dx, dy] = STEPS[arrow];
  const [x, y] = middle(from);
  let best: { readonly target: Target; readonly score: number } | undefined;
  for (const target of targets) {
    const [tx, ty] = middle(target);
    const ahead = (tx - x) * dx + (ty - y) * dy;
    if (target.id === from.id || ahead < 1) continue;
    // What lies straight ahead wins over what is a little nearer but to the side.
    const score = ahead + 2.5 * Math.abs((tx - x) * dy + (ty - y) * dx);
    if (best === undefined || score < best.score) best = { target, score };
  }
  return best?.target;
}
