import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { tempFolder, writeTree } from './temp-folder.ts';

const DEPLOY = fileURLToPath(new URL('../../templates/deploy/', import.meta.url));

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A Dockerfile as Docker reads it: comments left out, continued lines joined. */
async function instructions(): Promise<readonly Instruction[]> {
  const text = await readFile(join(DEPLOY, 'Dockerfile'), 'utf8');
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  return lines.flatMap((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [{ name, text: rest }];
  });
}

/** The words of an instruction in exec form. @throws when it is written for a shell */
function execForm(text: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(text.slice(text.indexOf('['))));
}

async function textOf(name: string): Promise<string> {
  const found = (await instructions()).filter((each) => each.name === name).map(({ text }) => text);
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

describe('the Dockerfile', () => {
  test('runs the app as somebody who may write its data and nothing else', async () => {
    const names = (await instructions()).map(({ name }) => name);
    expect(await textOf('USER')).toBe('node');
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('COPY'));
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
    expect(await textOf('VOLUME')).toBe('/data');
    expect(await textOf('ENV')).toMatch(/(?=.*\bHOST=0\.0\.0\.0\b)(?=.*\bDATA_DIR=\/data\b)/);
    const command = execForm(await textOf('CMD'));
    expect(command[0]).toBe('node');
    expect(command.at(-1)).toBe('server.js');
    expect(command.filter((word) => word.startsWith('--allow-fs-write'))).toEqual(['--allow-fs-write=/data']);
    expect(command).toContain('--permission');
    expect(command.join(' ')).not.toMatch(/allow-(?:child|worker|addons|wasi)/);
  });

  test('starts the app with flags this Node knows, kept to its folders', async () => {
    const folder = await tempFolder();
    await writeTree(folder, {
      'app/server.js': `
        const fs = require('node:fs');
        const may = (scope, path) => process.permission.has(scope, path);
        fs.writeFileSync(process.argv[2] + '/ok', 'x');
        console.log(JSON.stringify([may('fs.read', __filename), may('fs.write', __filename), may('fs.read', '/etc/hosts'), may('child')]));
      `,
      'data/.keep': '',
    });
    const [app, data] = [join(folder, 'app'), join(folder, 'data')];
    const words = execForm(await textOf('CMD'))
      .slice(1)
      .map((word) => word.replace('=/app', `=${app}`).replace('=/data', `=${data}`));
    const { stdout, stderr } = spawnSync(process.execPath, [...words, data], { cwd: app, encoding: 'utf8' });
    expect(stdout.trim(), stderr).toBe('[true,false,false,false]');
  });

  test('asks the app itself whether it is well', async () => {
    let status = 200;
    const server = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const [, ...words] = execForm(await textOf('HEALTHCHECK'));
    const check = async (PORT: number): Promise<number | null> => {
      const child = execFile(process.execPath, [...words], { env: { PORT: String(PORT) } });
      const [code]: unknown[] = await once(child, 'exit');
      return typeof code === 'number' ? code : null;
    };
    expect(await check(port)).toBe(0);
    status = 503;
    expect(await check(port)).toBe(1);
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await check(port)).toBe(1);
  });

  test('installs packages only when there are any', async () => {
    const install = (await instructions()).find(
      ({ name, text }) => name === 'RUN' && text.includes('npm install'),
    );
    expect(install?.text).toContain('npm install --omit=dev');
    const script = (install?.text ?? '').replace(/npm install .*?; fi/, 'echo installed; fi');
    const cases = [
      ['{"type":"module"}', ''],
      ['{"type":"module","dependencies":{"a":"1"}}', 'installed'],
      ['{"optionalDependencies":{"pg":"8"}}', 'installed'],
    ] as const;
    for (const [content, said] of cases) {
      const folder = await tempFolder();
      await writeTree(folder, { 'package.json': content });
      const { stdout } = spawnSync('sh', ['-c', script], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin` },
      });
      expect(stdout.trim()).toBe(said);
    }
  });
});

test('nothing private and nothing unneeded goes into the image', async () => {
  const ignored = (await readFile(join(DEPLOY, '.dockerignore'), 'utf8')).trim().split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['.git', '.orchard', '.env*', 'node_modules', 'data']));
});

test('the compose file starts PostgreSQL only when asked', async () => {
  const text = await readFile(join(DEPLOY, 'compose.yaml'), 'utf8');
  const [, app = '', postgres = ''] = text.split(/^ {2}(?:app|postgres):\n/m);
  expect(app).toContain('cap_drop: [ALL]');
  expect(app).not.toContain('profiles:');
  expect(app).toMatch(/required: false/);
  expect(postgres).toContain('profiles: [postgres]');
  // No password is made up for anybody.
  expect(text).toMatch(/POSTGRES_PASSWORD: \$\{POSTGRES_PASSWORD:-\}/);
});
