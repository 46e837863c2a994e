import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { sandboxArguments } from '../src/index.ts';

/** Ways to reach a database outside the data folder; each has `out`, a path there, `own`, an open database, and statements. */
const ATTEMPTS = {
  plain: 'new DatabaseSync(out)',
  relative: "new DatabaseSync(data + '/../stolen.db')",
  sibling: "new DatabaseSync(data + '2/stolen.db')",
  uri: "new DatabaseSync('file:' + out)",
  url: "new DatabaseSync(new URL('file://' + out))",
  bytes: 'new DatabaseSync(Buffer.from(out))',
  instance: 'new own.constructor(out)',
  parentClass: 'new (Object.getPrototypeOf(DatabaseSync))(out)',
  subclass: 'new (class extends DatabaseSync {})(out)',
  reflected: 'Reflect.construct(DatabaseSync, [out], Object)',
  required: "new (createRequire(import.meta.url)('node:sqlite').DatabaseSync)(out)",
  builtin: "new (process.getBuiltinModule('node:sqlite').DatabaseSync)(out)",
  synced: "syncBuiltinESMExports(); new (await import('node:sqlite')).DatabaseSync(out)",
  attach: 'own.exec(attach)',
  prepared: 'own.prepare(attach).run()',
  vacuum: 'own.exec(vacuum)',
  authorizer: 'own.setAuthorizer?.(null); own.setAuthorizer?.(() => 0); own.exec(attach)',
  reopened:
    "const lazy = new DatabaseSync(data + '/lazy.db', { open: false }); lazy.open(); lazy.exec(attach)",
  copied: 'await backup(own, out)',
  extension: 'own.enableLoadExtension(true)',
  polluted:
    'String.prototype.startsWith = () => true; RegExp.prototype.test = () => false; new DatabaseSync(out)',
};

const PROGRAM = `
import { DatabaseSync, backup } from 'node:sqlite';
import { createRequire, syncBuiltinESMExports } from 'node:module';
const [data, out] = [process.env.DATA_DIR, process.env.OUT];
const attach = "attach '" + out + "' as x";
const vacuum = "vacuum into '" + out + "'";
const own = new DatabaseSync(data + '/own.db');
own.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1); VACUUM');
const report = { rows: own.prepare('SELECT a FROM t').all().length, memory: new DatabaseSync(':memory:').isOpen };
${Object.entries(ATTEMPTS)
  .map(([name, code]) => `try { ${code}; report.${name} = 'done'; } catch { report.${name} = 'refused'; }`)
  .join('\n')}
console.log(JSON.stringify(report));
`;

test('a database is opened in the data folder only, however it is tried', async () => {
  const root = await mkdtemp(join(tmpdir(), 'orchard-sandbox-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [code, data] = [join(root, 'code'), join(root, 'data')];
  await Promise.all([mkdir(code), mkdir(data), mkdir(join(root, 'data2'))]);
  await writeFile(join(code, 'main.mjs'), PROGRAM);
  const args = await sandboxArguments({ nodePath: process.execPath, code, data });
  const { stdout } = await promisify(execFile)(process.execPath, [...args, 'main.mjs'], {
    cwd: code,
    env: { DATA_DIR: data, OUT: join(root, 'stolen.db') },
  });
  const refused = Object.fromEntries(Object.keys(ATTEMPTS).map((name) => [name, 'refused']));
  expect(JSON.parse(stdout)).toEqual({ rows: 1, memory: true, ...refused });
  expect((await readdir(root)).sort()).toEqual(['code', 'data', 'data2']);
  expect(await readdir(join(root, 'data2'))).toEqual([]);
});
