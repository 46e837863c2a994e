import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, environment, startOrchard } from './orchard-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orchard-e2e-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function orchard(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: folder,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** One line that says what to do, and a code that is not 0. */
function expectClear({ code, out, err }: Ended, pattern: RegExp): void {
  expect(out).not.toContain('ready');
  expect(err.trim().split('\n'), err).toHaveLength(1);
  expect(err).toMatch(pattern);
  expect(code).toBe(1);
}

describe('orchard start that cannot start', () => {
  it('says that the port is in use, and what to do', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ended = await orchard(['start'], { PORT: String(port), ORCHARD_HOME: join(folder, 'port') });
    expectClear(ended, /Port \d+ is in use.*PORT=/);
    blocker.close();
  });

  it('says that the data folder cannot be used', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    // Below a file nobody can make a folder, root included.
    expectClear(
      await orchard(['start'], { PORT: '0', ORCHARD_HOME: join(file, 'home') }),
      /cannot be used.*ORCHARD_HOME/,
    );
  });

  it('says that another process has the data folder', async () => {
    const home = join(folder, 'shared');
    const first = await startOrchard({ home: await mkdir(home, { recursive: true }).then(() => home) });
    expectClear(await orchard(['start'], { PORT: '0', ORCHARD_HOME: home }), /Another Orchard process uses/);
    expect(await first.stop('SIGTERM')).toBe(0);
  });

  it('says that git is missing', async () => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await symlink(process.execPath, join(bin, 'node'));
    expectClear(
      await orchard(['start'], { PORT: '0', ORCHARD_HOME: join(folder, 'git'), PATH: bin }),
      /git.*was not found.*Install git/,
    );
  });

  it('says that the database is damaged, and leaves it as it is', async () => {
    const database = join(folder, 'damaged', 'orchard.sqlite');
    await mkdir(dirname(database), { recursive: true });
    const content = Buffer.from('this is not a database, but it may be somebody’s only copy '.repeat(100));
    await writeFile(database, content);
    expectClear(await orchard(['start'], { PORT: '0', ORCHARD_HOME: dirname(database) }), /orchard\.sqlite/);
    expect(await readFile(database)).toEqual(content);
  });

  it('says which option is wrong', async () => {
    expectClear(
      await orchard(['start'], { PORT: 'abc', ORCHARD_HOME: join(folder, 'x') }),
      /PORT must be a number/,
    );
    expectClear(
      await orchard(['start', '--config', 'none.ts'], { PORT: '0' }),
      /There is no configuration file/,
    );
    const usage = await orchard(['strat'], {});
    expect(usage.code).toBe(2);
    expect(usage.err).toMatch(/unknown command.*strat/);
    expect((await orchard(['--help'], {})).out).toMatch(/start.*\n.*chat/s);
  });
});

describe('orchard chat', () => {
  it('serves itself when something else listens on the port, even if that never answers', async () => {
    const programs = [
      createHttpServer((_request, response) => response.end('<h1>Another program</h1>')),
      createServer(() => {}),
    ];
    for (const [index, program] of programs.entries()) {
      await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
      const address = program.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const ended = await orchard(['chat'], {
        PORT: String(port),
        ORCHARD_HOME: join(folder, `chat-${index}`),
      });
      expect(ended.err).toBe('');
      expect(ended.out).toContain('What would you like to build?');
      expect(ended.code).toBe(0);
      program.close();
    }
  });
});
