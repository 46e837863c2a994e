import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { chromiumArgs, findChromium } from '../scripts/lib/chromium.mjs';
import { apiOf, until } from './api.ts';
import { startOrchard, temporaryHome } from './orchard-process.ts';

it('an app that does not run any more is brought back by building it again in the studio', async () => {
  const home = await temporaryHome();
  const orchard = await startOrchard({ home: home.path, studio: true });
  const api = apiOf(orchard.url);
  const project = await api.createProject('cool project');
  const op = await api.approveAndBuild(project.id, await api.interview(project.id));
  await until(
    () => api.operation(op),
    ({ status }) => status === 'succeeded',
  );
  const app = join(home.path, 'apps/cool-project/staging');
  const [release = ''] = await readdir(join(app, 'releases'));
  await writeFile(join(app, 'releases', release, 'server.js'), 'process.exit(1);\n');
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(app) && line.includes('--permission')) process.kill(Number(id), 'SIGKILL');
  }
  await until(
    () => api.project(project.id),
    (view) => view.environments.staging?.status === 'unhealthy',
    30_000,
  );
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${orchard.url}/projects/${project.id}`);
  await page.getByText('The app does not run any more. Build this revision again.').waitFor();
  await page.getByRole('button', { name: 'Approve and build' }).click();
  await until(
    () => api.project(project.id),
    (view) => view.environments.staging?.status === 'healthy',
    60_000,
  );
  await page.getByText('This revision has been built. Change the plan to build again.').waitFor();
  expect((await fetch((await api.project(project.id)).environments.staging?.directUrl ?? '')).status).toBe(
    200,
  );
  await browser.close();
  await orchard.stop('SIGTERM');
  await home.remove();
});
