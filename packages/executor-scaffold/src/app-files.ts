import { type AppTarget, type Blueprint, contentOf } from '@orchard-studio/core';
import { utf8 } from './files/bytes.ts';
import { MODEL_FILE } from './generation/model-schema.ts';
import type { AppModel } from './model/app-model.ts';
import { appPackage } from './render/app-package.ts';
import { appReadme } from './render/app-readme.ts';
import { designDocument } from './render/design-document.ts';
import { composeTemplates } from './templates/compose.ts';
import type { Template } from './templates/manifest.ts';

/** Contents by path. */
export type AppFiles = ReadonlyMap<string, Uint8Array>;

const json = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, 2)}\n`);

/** What was approved: the spec, and the Blueprint it was rendered from. */
export function specFiles(blueprint: Blueprint, spec: string): AppFiles {
  const { id, revision, hash } = blueprint;
  return new Map([
    ['docs/spec.md', utf8(spec.endsWith('\n') ? spec : `${spec}\n`)],
    ['docs/blueprint.json', json({ id, revision, hash, ...contentOf(blueprint) })],
  ]);
}

/** What was decided, for people to read and for the app to run on. */
export function designFiles(model: AppModel): AppFiles {
  return new Map([
    ['docs/design.md', utf8(designDocument(model))],
    [MODEL_FILE, json(model)],
  ]);
}

export interface AppParts {
  readonly model: AppModel;
  readonly slug: string;
  readonly target: AppTarget;
  readonly templates: readonly Template[];
}

/**
 * The app: the files of its templates beside the model. No text of a Blueprint becomes code.
 *
 * @throws CONFIG_INVALID when the templates do not go together.
 */
export function appFiles({ model, slug, target, templates }: AppParts): AppFiles {
  const composed = composeTemplates({ target, templates });
  return new Map([
    ['README.md', utf8(appReadme(model, target))],
    // Anchored: the app has a folder `lib/data` of its own.
    ['.gitignore', utf8(`/data/\n/node_modules/\n${target === 'next' ? '/.next/\n/dist/\n' : ''}`)],
    ...composed,
    [MODEL_FILE, json(model)],
    ['package.json', appPackage(slug, target, composed.get('package.json'))],
  ]);
}
