import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OrchardError } from '@orchard-studio/core';
import { type NpmResult, type NpmSettings, runNpm } from './run-npm.ts';

/** Written when everything is there: without it, packages are half installed. */
const MARKER = '.installed';

const INSTALL = [
  'install',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--include=dev',
  '--include=optional',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
] as const;

const NO_NETWORK =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)\b/;

/** What npm said was wrong, without its advice. */
const reason = ({ lines }: NpmResult): string =>
  lines
    .filter(
      (line) => /^npm (?:error|ERR!)/.test(line) && !/A complete log|^npm (?:error|ERR!)\s*$/.test(line),
    )
    .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, ''))
    .slice(0, 4)
    .join(' ');

function installFailure(result: NpmResult): OrchardError {
  const details = { code: result.code, npm: reason(result) };
  if (result.lines.some((line) => NO_NETWORK.test(line)))
    return new OrchardError(
      'UNREACHABLE',
      `The packages of this app could not be fetched: the npm registry could not be reached (${details.npm}). The first build of an app with packages needs it; later ones use what was fetched. Connect to the network and build again, or choose the target "node", which needs no packages.`,
      { details },
    );
  return new OrchardError('STEP_FAILED', `npm could not install the packages of this app. ${details.npm}`, {
    details,
  });
}

/**
 * Makes sure that the packages of an app are in a folder. A killed installation is done again from the start.
 *
 * @throws UNREACHABLE when the registry does not answer; STEP_FAILED when npm refuses the packages
 */
export async function installPackages(settings: NpmSettings, folder: string, key: string): Promise<void> {
  const marker = join(folder, MARKER);
  if ((await readFile(marker, 'utf8').catch(() => '')) === key) return;
  await rm(marker, { force: true });
  await rm(join(folder, 'node_modules'), { recursive: true, force: true });
  settings.onLine('Installing packages; the first time this takes a minute.');
  const result = await runNpm(settings, folder, INSTALL);
  if (result.code !== 0) throw installFailure(result);
  await writeFile(marker, key);
}
