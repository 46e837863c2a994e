import { describe, it } from 'vitest';
import { deployerKit, executorKit, registerKit, workspaceKit } from '../src/index.ts';
import { deployerHarness, executorHarness, workspaceHarness } from './harnesses.ts';

const runner = { describe, it };

registerKit(executorKit, () => executorHarness(), runner);
registerKit(workspaceKit, workspaceHarness, runner);
registerKit(deployerKit, deployerHarness, runner);
