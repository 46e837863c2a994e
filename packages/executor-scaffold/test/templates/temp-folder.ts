import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orchard-templates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeTree(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** A template of a host on disk. */
export async function templateFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
  manifest: object = {},
): Promise<string> {
  const folder = await tempFolder();
  const content = {
    name: 'ours',
    title: 'Ours',
    description: 'What we add.',
    targets: ['node'],
    requires: ['base'],
    ...manifest,
  };
  await writeTree(folder, { 'template.json': JSON.stringify(content), ...files });
  return folder;
}
