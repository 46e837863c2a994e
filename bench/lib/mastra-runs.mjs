import { Mastra } from '@mastra/core';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';

const value = z.object({ n: z.number() });

/** Workflows of Mastra on one of its stores. It writes a snapshot of the whole run after each step. */
export function mastraRuns(storage) {
  let onStep = () => undefined;
  const stepOf = (id) =>
    createStep({
      id,
      inputSchema: value,
      outputSchema: value,
      execute: async ({ inputData }) => {
        const wait = onStep();
        if (wait !== undefined) await wait;
        return { n: inputData.n + 1 };
      },
    });
  const mastra = new Mastra({ storage, logger: false });
  const known = new Map();
  const workflowOf = (id, options, build) => {
    if (!known.has(id)) {
      const workflow = build(createWorkflow({ id, ...options })).commit();
      mastra.addWorkflow(workflow, id);
      known.set(id, mastra.getWorkflow(id));
    }
    return known.get(id);
  };
  const run = async (workflow, inputData, step) => {
    onStep = step;
    const started = await workflow.createRun();
    const { status, error } = await started.start({ inputData });
    if (status !== 'success') throw new Error(`The run ended ${status}: ${error}`);
  };
  return {
    chain: (n, step) => {
      const workflow = workflowOf(`chain_${n}`, { inputSchema: value, outputSchema: value }, (made) => {
        for (let at = 0; at < n; at += 1) made.then(stepOf(`step_${at}`));
        return made;
      });
      return run(workflow, { n: 0 }, step);
    },
    fanOut: (n, step) => {
      const list = z.array(value);
      const workflow = workflowOf('fan_out', { inputSchema: list, outputSchema: list }, (made) =>
        made.foreach(stepOf('noop'), { concurrency: 100 }),
      );
      return run(
        workflow,
        Array.from({ length: n }, (_, at) => ({ n: at })),
        step,
      );
    },
    close: () => mastra.shutdown?.(),
  };
}
