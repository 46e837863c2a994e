import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Logger } from '@orchard-studio/core';
import { type LedgerProcess, readLedger } from './ledger.ts';
import { processIdentity } from './process-identity.ts';

const GONE_MS = 5_000;
const PAUSE_MS = 20;

export interface RecoverOptions {
  readonly appsDirectory: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

async function ledgerPaths(appsDirectory: string): Promise<readonly string[]> {
  const slugs = await readdir(appsDirectory).catch(() => []);
  const perSlug = await Promise.all(
    slugs.map(async (slug) => {
      const environments = await readdir(join(appsDirectory, slug)).catch(() => []);
      return environments.map((environment) => join(appsDirectory, slug, environment, 'process.json'));
    }),
  );
  return perSlug.flat();
}

/** The same process still: its number alone may belong to anybody by now. */
const isAlive = async ({ pid, identity }: LedgerProcess): Promise<boolean> =>
  (await processIdentity(pid)) === identity;

async function killOrphan(entry: LedgerProcess, { clock, logger }: RecoverOptions): Promise<void> {
  if (!(await isAlive(entry))) return;
  logger.info({ pid: entry.pid }, 'ending an app that an earlier process left');
  try {
    process.kill(-entry.pid, 'SIGKILL');
  } catch {
    return;
  }
  const until = clock.now().getTime() + GONE_MS;
  while ((await isAlive(entry)) && clock.now().getTime() < until) await clock.sleep(PAUSE_MS);
}

/** Ends the apps that a killed host left running. They are started anew, under this host's eyes. */
export async function killOrphans(options: RecoverOptions): Promise<void> {
  const paths = await ledgerPaths(options.appsDirectory);
  const ledgers = await Promise.all(paths.map(readLedger));
  const orphans = ledgers.flatMap(({ processes }) => processes);
  await Promise.all(orphans.map((entry) => killOrphan(entry, options)));
}
