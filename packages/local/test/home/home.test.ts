import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOrchardError } from '@orchard-studio/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHome } from '../../src/home/home.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orchard-home-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const code = (expected: string) => (error: unknown) => isOrchardError(error) && error.code === expected;

describe('the data folder', () => {
  it('is made when it is not there, and belongs to one holder at a time', async () => {
    const path = join(folder, 'deep', 'down');
    const home = await openHome(path);
    await expect(openHome(path)).rejects.toSatisfy(code('HOME_LOCKED'));
    home.release();
    (await openHome(path)).release();
  });

  it('is free again as soon as its holder was killed', async () => {
    const path = join(folder, 'killed');
    const script = `
      import { openHome } from ${JSON.stringify(new URL('../../src/home/home.ts', import.meta.url).href)};
      await openHome(${JSON.stringify(path)});
      console.log('held');
      setInterval(() => {}, 1000);`;
    const child = spawn(
      process.execPath,
      ['--conditions=@orchard-studio/source', '--input-type=module', '-e', script],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(openHome(path)).rejects.toSatisfy(code('HOME_LOCKED'));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    (await openHome(path)).release();
  });

  it('is refused with its path when it cannot be one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(openHome(join(file, 'home'))).rejects.toSatisfy(code('HOME_UNUSABLE'));
    await expect(openHome(file)).rejects.toThrow(file);
  });
});
