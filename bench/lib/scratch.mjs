import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one bench, removed when the process ends. `BENCH_TMP` puts it on another disk. */
export const scratch = mkdtempSync(join(process.env.BENCH_TMP ?? tmpdir(), 'orchard-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
