import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startAppProcess } from '../run/app-process.ts';

/** Loaded before npm: when this process is killed, the channel closes, and everything npm started ends with it. */
const LEASH = [
  "process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));",
  'process.channel?.unref();',
].join('');

export interface NpmSettings {
  readonly nodePath: string;
  /** npm-cli.js */
  readonly npm: string;
  /** HOME of what runs, and where npm keeps its cache. */
  readonly home: string;
  /** More environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

export interface NpmResult {
  readonly code: number | null;
  /** What it wrote last. */
  readonly lines: readonly string[];
}

const KEPT_LINES = 40;

/** Runs npm in a folder, with an environment of its own. Aborting ends it and all it started. */
export async function runNpm(
  settings: NpmSettings,
  folder: string,
  words: readonly string[],
): Promise<NpmResult> {
  const { nodePath, npm, home, signal } = settings;
  const temporary = join(home, 'tmp');
  await mkdir(temporary, { recursive: true });
  const lines: string[] = [];
  const child = startAppProcess({
    nodePath,
    arguments: [`--import=data:text/javascript,${encodeURIComponent(LEASH)}`, npm, ...words],
    folder,
    env: {
      PATH: [dirname(nodePath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      HOME: home,
      TMPDIR: temporary,
      CI: '1',
      NO_COLOR: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      npm_config_cache: join(home, '.npm'),
      npm_config_update_notifier: 'false',
      ...settings.env,
    },
    signal,
    onLine: (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      settings.onLine(line);
    },
  });
  const code = await child.ended;
  signal.throwIfAborted();
  return { code, lines };
}
