import { readFile } from 'node:fs/promises';

/** The tree that builds a Feature, as it is shipped. */
export async function readBuildFeatureTree(): Promise<string> {
  // The same place as seen from src and from dist.
  return readFile(new URL('../trees/build-feature.yaml', import.meta.url), 'utf8');
}
