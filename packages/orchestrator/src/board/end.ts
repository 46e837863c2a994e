import type { JsonObject, JsonValue, NewOperationEvent, StepError } from '@orchard-studio/core';
import type { StepOutcome } from './advance.ts';
import { type Group, type Node, resultOf } from './node.ts';

/** What one combination put out. */
interface Combination {
  readonly [key: string]: JsonValue;
  readonly result: string;
  readonly matrix: JsonObject;
  readonly outputs: JsonObject;
}

function combination(node: Node): Combination {
  const { matrix, outputs } = node.state;
  return { result: resultOf(node) ?? 'skipped', matrix: matrix ?? {}, outputs: outputs ?? {} };
}

/** What the step of a matrix ends with, once all its combinations have ended. */
export function outcomeOfGroup({ head, members }: Group): StepOutcome {
  const failed = members.filter(({ state }) => state.status === 'failed');
  if (failed.length > 0) {
    const [first] = failed;
    const said = first?.state.error?.message ?? '';
    const message = `${failed.length} of ${members.length} combinations failed. ${first?.state.key ?? ''}: ${said}`;
    return { status: 'failed', error: { code: 'STEP_FAILED', message }, retryable: false };
  }
  if (members.some(({ state }) => state.status === 'cancelled')) return { status: 'interrupted' };
  if (members.length === 0)
    return {
      status: 'failed',
      error: { code: 'STEP_FAILED', message: `"${head.step.key}" has no combinations.` },
      retryable: false,
    };
  return { status: 'succeeded', outputs: { combinations: members.map(combination) } };
}

export type OperationEnd = 'succeeded' | 'failed' | 'cancelled';

const END_STATUS = { succeeded: 'complete', failed: 'failed', cancelled: 'cancelled' } as const;

/** The last events of an operation. */
export function endEvents(end: {
  readonly status: OperationEnd;
  readonly at: string;
  readonly error: StepError | undefined;
  readonly url: string | undefined;
}): readonly NewOperationEvent[] {
  const { status, at, error, url } = end;
  const complete: NewOperationEvent = {
    type: 'complete',
    timestamp: at,
    status: END_STATUS[status],
    ...(status === 'succeeded' ? { progress: 1 } : {}),
    ...(url === undefined ? {} : { url }),
  };
  if (status !== 'failed' || error === undefined) return [complete];
  const { code, message } = error;
  return [{ type: 'error', timestamp: at, message, data: { code } }, complete];
}
