import { describe, it } from 'vitest';
import { scriptedModelHarness } from '../src/fakes/scripted-model-harness.ts';
import { deployerKit, executorKit, languageModelKit, registerKit, workspaceKit } from '../src/index.ts';
import { deployerHarness, executorHarness, workspaceHarness } from './harnesses.ts';

const runner = { describe, it };

registerKit(executorKit, () => executorHarness(), runner);
registerKit(workspaceKit, workspaceHarness, runner);
registerKit(deployerKit, deployerHarness, runner);
registerKit(languageModelKit, () => scriptedModelHarness(), runner);
registerKit(
  { ...languageModelKit, port: 'language-model (blind)' },
  () => scriptedModelHarness({ images: false }),
  runner,
);
