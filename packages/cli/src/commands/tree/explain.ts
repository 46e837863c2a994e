import { explainTree, planTree } from '@orchard-studio/orchestrator';
import { showExplanation } from '../../output/show-explanation.ts';
import { readTree } from '../../trees/tree-files.ts';
import { type InputOptions, readInputs } from '../../trees/tree-inputs.ts';
import type { CommandContext } from '../context.ts';

export interface ExplainOptions extends InputOptions {
  readonly json?: boolean;
}

/** `orchard tree explain FILE`: in which order steps run, what each waits for, and when conditions hold. */
export async function treeExplain(
  file: string,
  options: ExplainOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const tree = await readTree(file);
  const given = options.input.length > 0 || options.inputFile !== undefined;
  const inputs = given ? await readInputs(tree, options) : undefined;
  const explanation = explainTree(planTree(tree), inputs);
  if (options.json === true) terminal.line(JSON.stringify(explanation, null, 2));
  else showExplanation(terminal, explanation);
  return 0;
}
