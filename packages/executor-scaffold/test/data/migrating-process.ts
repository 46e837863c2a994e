import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppModel } from '../../templates/base/lib/types.d.ts';

const SCRIPT = `
import { readFileSync } from 'node:fs';
import { migrate } from './lib/data/migrate.js';
import { openDatabase } from './lib/data/open.js';
const [url, file, model] = process.argv.slice(2);
const db = await openDatabase({ url, file });
process.stdout.write('open\\n');
const { steps } = await migrate(db, JSON.parse(readFileSync(model, 'utf8')));
process.stdout.write(JSON.stringify(steps.length));
await db.close();
`;

export interface Migrating {
  /** Its database is open and the migration begins. */
  readonly started: Promise<void>;
  /** What it wrote, or undefined when it was killed. @throws when it failed */
  readonly steps: Promise<number | undefined>;
  kill(): void;
}

/** Migrates in a process of its own. `folder`: where the data layer lies. */
export function migrateElsewhere(
  folder: string,
  at: { url?: string; file: string },
  model: AppModel,
): Migrating {
  const script = join(folder, 'migrate.mjs');
  const input = join(folder, `model-${Math.random()}.json`);
  writeFileSync(script, SCRIPT);
  writeFileSync(input, JSON.stringify(model));
  const child = spawn(process.execPath, [script, at.url ?? '', at.file, input], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  });
  const output: string[] = [];
  const errors: string[] = [];
  const started = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.push(text);
    started.resolve();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const steps = once(child, 'close').then(() => {
    started.resolve();
    if (child.signalCode === 'SIGKILL') return undefined;
    if (child.exitCode !== 0) throw new Error(errors.join(''));
    return Number(output.join('').replace('open\n', ''));
  });
  return { started: started.promise, steps, kill: () => void child.kill('SIGKILL') };
}
