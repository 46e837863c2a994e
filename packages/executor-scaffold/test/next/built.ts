import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Blueprint } from '@orchard-studio/core';
import { appFiles, designFiles, specFiles } from '../../src/app-files.ts';
import {
  type BuildSettings,
  deriveModel,
  networkEnvironment,
  prepareApp,
  readTemplates,
} from '../../src/index.ts';

/** Kept from run to run, so that packages are fetched once on a machine. */
export const BUILDS: BuildSettings = {
  cacheDirectory: join(tmpdir(), 'orchard-test-builds'),
  env: networkEnvironment(process.env),
};

/** What a build is told besides the Blueprint: the same wherever apps are built here, so that the same app is built once. */
export const ABOUT = {
  spec: '# Library\n',
  projectSlug: 'library',
  projectName: 'Library',
  target: 'next',
} as const;

/** Writes the source of an app, with all that a build writes for it. */
async function writeNextApp(blueprint: Blueprint, folder: string): Promise<void> {
  const { spec, projectSlug: slug, projectName, target } = ABOUT;
  const model = deriveModel(blueprint, projectName);
  const parts = { model, slug, target, templates: await readTemplates() };
  const files = [...specFiles(blueprint, spec), ...designFiles(model), ...appFiles(parts)];
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

export interface BuiltApp {
  /** The source. */
  readonly folder: string;
  /** What runs. */
  readonly ready: string;
  readonly lines: readonly string[];
  remove(): Promise<void>;
}

/** Builds an app for real: npm, Next and all. */
export async function buildNextApp(blueprint: Blueprint): Promise<BuiltApp> {
  const root = await mkdtemp(join(tmpdir(), 'orchard-next-'));
  const folder = join(root, 'app');
  await writeNextApp(blueprint, folder);
  const lines: string[] = [];
  const ready = await prepareApp({
    folder,
    nodePath: process.execPath,
    ...BUILDS,
    signal: AbortSignal.timeout(400_000),
    onLine: (line) => lines.push(line),
  });
  return { folder, ready, lines, remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) };
}
