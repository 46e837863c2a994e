import type { AppTarget, JsonObject } from '@orchard-studio/core';
import { utf8 } from '../files/bytes.ts';
import { mergePackages } from '../templates/merge-package.ts';

/** The driver for PostgreSQL. Optional: on SQLite the app starts without anything installed. */
const PG_VERSION = '8.23.1';

const print = (content: JsonObject): Uint8Array => utf8(`${JSON.stringify(content, null, 2)}\n`);

function contentFor(slug: string, target: AppTarget): JsonObject {
  const common = {
    name: slug,
    version: '1.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=22.18' },
  };
  if (target === 'next') return common;
  return {
    ...common,
    scripts: {
      start: 'node server.js',
      migrate: 'node server.js migrate',
      // Only here: copies that were set aside are no tests.
      test: 'node --test "test/**/*.test.js"',
    },
    optionalDependencies: { pg: PG_VERSION },
  };
}

/** package.json of a generated app, with what its templates add. The name is always the project's. */
export function appPackage(slug: string, target: AppTarget, composed: Uint8Array | undefined): Uint8Array {
  const own = print(contentFor(slug, target));
  const merged = composed === undefined ? own : mergePackages(own, composed);
  return mergePackages(merged ?? own, print({ name: slug })) ?? own;
}
