import { readFile } from 'node:fs/promises';

/** Next to `src` and next to `dist`: this file is bundled one level below the package's root. */
const TEMPLATE = new URL('../template/', import.meta.url);

/** The fixed runtime of a generated app. A file that is not listed here is not part of any app. */
export const RUNTIME_FILES = [
  'server.js',
  'app/application.js',
  'app/config.js',
  'app/html.js',
  'app/log.js',
  'app/model.js',
  'app/theme.js',
  'app/types.d.ts',
  'app/data/conditions.js',
  'app/data/ddl.js',
  'app/data/layout.js',
  'app/data/schema.js',
  'app/data/store.js',
  'app/data/table.js',
  'app/data/validation.js',
  'app/data/values.js',
  'app/http/api.js',
  'app/http/guards.js',
  'app/http/listing.js',
  'app/http/request.js',
  'app/http/responses.js',
  'app/pages/control.js',
  'app/pages/detail.js',
  'app/pages/form-values.js',
  'app/pages/form.js',
  'app/pages/gaps.js',
  'app/pages/home.js',
  'app/pages/layout.js',
  'app/pages/list.js',
  'app/pages/message.js',
  'app/pages/pages.js',
  'app/pages/remove.js',
  'app/pages/toggle.js',
  'app/pages/values.js',
  'app/public/styles.css',
  'test/support.js',
  'test/api.test.js',
  'test/pages.test.js',
] as const;

/** The app's own tests. */
export const TEST_FILES = RUNTIME_FILES.filter((path) => path.endsWith('.test.js'));

/** Contents of the runtime files, by path. */
export async function readRuntime(): Promise<ReadonlyMap<string, string>> {
  const contents = await Promise.all(
    RUNTIME_FILES.map(async (path) => [path, await readFile(new URL(path, TEMPLATE), 'utf8')] as const),
  );
  return new Map(contents);
}
