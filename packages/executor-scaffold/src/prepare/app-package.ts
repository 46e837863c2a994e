import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OrchardError, parseOrThrow, sha256Hex } from '@orchard-studio/core';
import { z } from 'zod';

const packageSchema = z.looseObject({ scripts: z.record(z.string(), z.unknown()).optional() });

type Package = z.infer<typeof packageSchema>;

/** What decides which packages are installed. */
const PARTS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
] as const;

async function textAt(folder: string, name: string): Promise<string | undefined> {
  return readFile(join(folder, name), 'utf8').catch(() => undefined);
}

/** package.json of an app, undefined when it has none. @throws INVALID_INPUT */
async function readPackage(folder: string): Promise<Package | undefined> {
  const text = await textAt(folder, 'package.json');
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OrchardError('INVALID_INPUT', "The app's package.json is not JSON.", { cause: error });
  }
  return parseOrThrow(packageSchema, value, "The app's package.json");
}

/** Whether an app must be built before it can run: it has a script `build`. @throws INVALID_INPUT */
export async function needsBuild(folder: string): Promise<boolean> {
  return typeof (await readPackage(folder))?.scripts?.build === 'string';
}

/** The same for apps that need the same packages on the same machine. */
export async function packagesKey(folder: string, nodeVersion: string): Promise<string> {
  const content = (await readPackage(folder)) ?? {};
  const wanted = PARTS.map((part) => content[part] ?? null);
  const lock = (await textAt(folder, 'package-lock.json')) ?? '';
  const parts = [lock, JSON.stringify(wanted), nodeVersion, process.platform, process.arch];
  return sha256Hex(parts.join('\n')).slice(0, 32);
}
