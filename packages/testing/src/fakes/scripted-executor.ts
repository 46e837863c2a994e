import type { Executor, ExecutorContext, ExecutorOutcome } from '@orchard-studio/core';

/** What a request with `with.work` of this name does. */
export type Script = (context: ExecutorContext) => Promise<ExecutorOutcome>;

/** Works until it is aborted, after one line of log. */
export const workUntilAborted: Script = ({ emit, signal }) =>
  new Promise((_resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    emit({ type: 'log', level: 'info', message: 'Working.' });
  });

/**
 * An executor for tests: runs the script that the step names in `with.script`.
 *
 * @example
 * const executor = createScriptedExecutor({
 *   greet: async () => ({ status: 'succeeded', outputs: { text: 'Hello' } }),
 *   wait: workUntilAborted,
 * });
 */
export function createScriptedExecutor(scripts: Readonly<Record<string, Script>>): Executor {
  return {
    specVersion: 'v1',
    name: 'scripted',
    execute: async ({ step }, context) => {
      const script = scripts[String(step.with.script)];
      if (script !== undefined) return script(context);
      const message = `There is no script "${String(step.with.script)}".`;
      return { status: 'failed', error: { code: 'STEP_FAILED', message }, retryable: false };
    },
  };
}
