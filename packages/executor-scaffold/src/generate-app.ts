import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AppTarget,
  type Blueprint,
  type BuildGap,
  type MergeConflict,
  OrchardError,
} from '@orchard-studio/core';
import { type AppFiles, appFiles, designFiles, specFiles } from './app-files.ts';
import { findFile } from './files/find-file.ts';
import { ensureFolder } from './files/write-file.ts';
import { shownConflict } from './generation/conflict-list.ts';
import { keepPristine } from './generation/keep-pristine.ts';
import { mergeGeneration } from './generation/merge-generation.ts';
import { readRecord } from './generation/record.ts';
import { deriveModel } from './model/derive-model.ts';
import { readTemplates } from './templates/read-template.ts';

/** Where the files are kept as they were generated; relative to the app's folder. */
const PRISTINE = '.orchard/generated';

export interface GenerateAppOptions {
  readonly blueprint: Blueprint;
  /** spec.md of the Blueprint. */
  readonly spec: string;
  readonly projectName: string;
  readonly projectSlug: string;
  /** Folder the app is written into; made when absent. */
  readonly directory: string;
  /** Default: what the folder was generated for before, else `node`. */
  readonly target?: AppTarget;
  /** Folders of more templates. */
  readonly templates?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface GeneratedApp {
  readonly target: AppTarget;
  /** Every generated path, sorted. */
  readonly files: readonly string[];
  /** Paths that are not as they were before. */
  readonly changed: readonly string[];
  /** What was asked for and is not in the app. */
  readonly gaps: readonly BuildGap[];
  /** Files with edits that did not go together with what is generated now. */
  readonly conflicts: readonly MergeConflict[];
}

/** A folder nobody generated into before may hold anything but files of the same names. */
async function refuseOccupied(directory: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await findFile(directory, path)).kind === 'absent') continue;
    throw new OrchardError(
      'INVALID_INPUT',
      `${directory} was not made by this command and holds "${path}" already. Choose an empty folder.`,
      { details: { path } },
    );
  }
}

/**
 * Writes an app into a folder, without git and without a server. A folder that was generated before is merged: edits
 * stay, as in {@link createScaffoldExecutor}.
 *
 * @throws INVALID_INPUT when the folder holds other files of the same names; CONFIG_INVALID for a template.
 * @example
 * const { gaps } = await generateApp({ blueprint, spec, projectName, projectSlug, directory: './app' });
 */
export async function generateApp(options: GenerateAppOptions): Promise<GeneratedApp> {
  const { blueprint, spec, projectName, projectSlug: slug } = options;
  await mkdir(options.directory, { recursive: true });
  const directory = await realpath(options.directory);
  const before = await readRecord(directory);
  const target = options.target ?? before?.target ?? 'node';
  const model = deriveModel(blueprint, projectName);
  const templates = await readTemplates(options.templates);
  // The same parts as the steps of a build, so that either may follow the other.
  const parts: readonly (readonly [string, AppFiles])[] = [
    ['spec', specFiles(blueprint, spec)],
    ['design', designFiles(model)],
    ['implement', appFiles({ model, slug, target, templates })],
  ];
  const files = [...new Set(parts.flatMap(([, content]) => [...content.keys()]))].sort();
  if (before === undefined) await refuseOccupied(directory, files);

  const signal = options.signal ?? new AbortController().signal;
  await ensureFolder(directory, PRISTINE);
  const pristine = join(directory, ...PRISTINE.split('/'));
  const changed = new Set<string>();
  const conflicts: MergeConflict[] = [];
  for (const [task, content] of parts) {
    const past = { merged: await readRecord(directory), kept: await readRecord(pristine), pristine };
    const generation = { task, target, files: content };
    const open = await mergeGeneration({
      root: directory,
      past,
      generation,
      signal,
      onFile: ({ act, path }) => {
        if (act !== 'keep') changed.add(path);
      },
    });
    conflicts.push(...open.map(shownConflict));
    await keepPristine(past, generation);
  }
  const gaps = model.gaps.map(({ kind, title, reason }) => ({ kind, title, reason }));
  return { target, files, changed: [...changed].sort(), gaps, conflicts };
}
