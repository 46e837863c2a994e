import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppLogLine, Workspace } from '@orchard-studio/core';
import { expect, onTestFinished, test } from 'vitest';
import { serving } from './apps.ts';
import { ask, deployerScene, releasesOf, target } from './scene.ts';

const BUILD = `
import { cpSync } from 'node:fs';
cpSync('server.js', 'dist/server.js');
cpSync('package.json', 'dist/package.json');
console.log('built');
`;

/** As {@link releasesOf}, of apps that a script builds. */
function sourcesOf(servers: Readonly<Record<string, string>>, build: string): Workspace {
  const workspace = releasesOf(servers);
  return {
    ...workspace,
    export: async (request) => {
      await workspace.export(request);
      const content = { type: 'module', scripts: { build: 'node build.js' } };
      await writeFile(join(request.directory, 'package.json'), JSON.stringify(content));
      await writeFile(join(request.directory, 'build.js'), build);
    },
  };
}

test('an app that must be built is served from what its build made', async () => {
  const workspace = sourcesOf({ one: serving('built one') }, BUILD);
  const { deployer, folder } = await deployerScene({}, onTestFinished, { workspace });
  const lines: AppLogLine[] = [];
  const { directUrl } = await deployer.deploy({ target, commit: 'one', onLog: (line) => lines.push(line) });
  expect(await ask(directUrl)).toBe('built one');
  expect((await readdir(join(folder, 'releases', 'one'))).sort()).toEqual(['package.json', 'server.js']);
  expect(await readdir(join(folder, 'releases'))).toEqual(['one']);
  expect(lines.map(({ line }) => line)).toContain('built');
});

test('an app whose build fails is not served, and the one before stays', async () => {
  const servers = { one: serving('still here'), two: serving('never seen') };
  const workspace = sourcesOf(servers, BUILD);
  const failing = sourcesOf(servers, "console.error('Error: no'); process.exit(1);");
  const { deployer } = await deployerScene({}, onTestFinished, {
    workspace: {
      ...workspace,
      export: (request) => (request.commit === 'one' ? workspace : failing).export(request),
    },
  });
  const { directUrl } = await deployer.deploy({ target, commit: 'one' });
  await expect(deployer.deploy({ target, commit: 'two' })).rejects.toMatchObject({ code: 'STEP_FAILED' });
  expect(await ask(directUrl)).toBe('still here');
});
