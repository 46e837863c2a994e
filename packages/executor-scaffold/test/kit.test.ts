import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executorKit, registerKit } from '@orchard-studio/testing';
import { describe, it } from 'vitest';
import { createScaffoldExecutor } from '../src/index.ts';
import { taskTracker } from './blueprints.ts';
import { folderWorkspace } from './folder-workspace.ts';
import { build, buildRequest, PROJECT } from './run-task.ts';

registerKit(
  executorKit,
  async () => {
    const { workspace } = await folderWorkspace();
    const blueprint = taskTracker();
    await build(workspace, blueprint);
    // An app whose tests never end is what the builder must be able to give up.
    const checkout = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
    await writeFile(join(checkout.directory, 'test', 'api.test.js'), 'setInterval(() => {}, 1000);\n');
    await checkout.commit({ message: 'hang' });
    await checkout.close();
    return {
      executor: createScaffoldExecutor({ workspace }),
      succeeding: buildRequest('design', blueprint),
      longRunning: buildRequest('test', blueprint),
    };
  },
  { describe, it },
);
