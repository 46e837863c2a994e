import { join } from 'node:path';
import {
  type DeploymentTarget,
  environmentNameSchema,
  OrchardError,
  parseOrThrow,
  slugSchema,
} from '@orchard-studio/core';

/** An app's place is named by its project's slug and its environment. */
export type AppKey = Pick<DeploymentTarget, 'slug' | 'environment'>;

/** The folders and files of one app. */
export interface Layout {
  readonly folder: string;
  /** `releases/<commit>`: the files of a release. */
  readonly releases: string;
  /** What the app may write. It stays from release to release. */
  readonly data: string;
  readonly log: string;
  readonly ledger: string;
}

const RELEASE = /^[0-9A-Za-z](?:[0-9A-Za-z_-]|\.(?!\.)){0,99}$/;

/** @throws INVALID_INPUT when slug or environment are not what they should be: both become parts of a path. */
export function layoutOf(appsDirectory: string, { slug, environment }: AppKey): Layout {
  const folder = join(
    appsDirectory,
    parseOrThrow(slugSchema, slug, 'The slug'),
    parseOrThrow(environmentNameSchema, environment, 'The environment'),
  );
  return {
    folder,
    releases: join(folder, 'releases'),
    data: join(folder, 'data'),
    log: join(folder, 'app.log'),
    ledger: join(folder, 'process.json'),
  };
}

/** @throws INVALID_INPUT when the commit cannot be the name of a folder. */
export function releaseFolder(layout: Layout, commit: string): string {
  if (RELEASE.test(commit)) return join(layout.releases, commit);
  throw new OrchardError('INVALID_INPUT', `"${commit.slice(0, 80)}" is not the name of a release.`);
}
