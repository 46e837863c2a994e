import type { JsonObject, Plan } from '@orchard-studio/core';
import { planSchema } from '@orchard-studio/core';
import { type PreparedTree, parseTree, planTree } from '../../src/index.ts';
import type { Random } from '../simulation/random.ts';

/** A little of everything: chain, matrix, retry, checkpoint, approval, wait, sub-tree, condition, `finally`. */
export const RICH = planTree(
  parseTree(`
version: 1
name: rich
max-parallel: 3
steps:
  first: { uses: x }
  saves: { needs: first, uses: x, with: { saves: true } }
  fan: { needs: saves, uses: x, strategy: { max-parallel: 2, matrix: { n: [1, 2, 3] } } }
  flaky: { needs: first, uses: x, with: { failures: 1 }, retry: { max: 2, backoff: 10ms } }
  ask: { needs: fan, uses: approval, with: { message: Go on? } }
  rest: { needs: flaky, uses: wait, with: { for: 20ms } }
  child: { needs: [ask, rest], uses: tree, with: { tree: small } }
  hopeless: { needs: child, uses: x, with: { failures: 9 }, continue-on-error: true }
  never: { needs: child, if: failure(), uses: x }
  last: { needs: hopeless, uses: x, with: { ms: 40 } }
finally:
  tidy: { uses: x }
outputs:
  said: \${{ steps.last.outputs.step }}
`),
);

const SMALL = planTree(
  parseTree(`
version: 1
name: small
steps:
  one: { uses: x }
  two: { needs: one, uses: x }
finally:
  sweep: { uses: x }
outputs:
  said: \${{ steps.two.outputs.step }}
`),
);

/** The trees that steps may run. */
export const subTrees = (_name: string, inputs: JsonObject): PreparedTree => ({ plan: SMALL, inputs });

/** Steps that wait for some of those before them, take up to `mostMs`, and fail at times; and one that cleans up. */
export function randomPlan(
  random: Random,
  { steps, mostMs }: { readonly steps: number; readonly mostMs: number },
): Plan {
  return planSchema.parse({
    version: 1,
    name: 'storm',
    maxParallel: 4,
    steps: Array.from({ length: steps }, (_step, at) => {
      const last = at === steps - 1;
      const before = [at - 1, at - 2, at - 3].filter((other) => other >= 0 && random.chance(0.5));
      const fails = random.chance(0.1);
      return {
        key: `s${at}`,
        name: `s${at}`,
        phase: 'implement',
        needs: last ? [] : before.map((other) => `s${other}`),
        finally: last,
        uses: 'x',
        with: { ms: random.below(mostMs), saves: random.chance(0.1), failures: fails ? 1 : 0 },
        env: {},
        retry: { max: 1, backoffMs: random.below(100) },
        timeoutMs: 60_000,
        weight: 1,
      };
    }),
  });
}
