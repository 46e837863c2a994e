import { isOrchardError, OrchardError } from '@orchard-studio/core';
import { type SimpleGit, simpleGit } from 'simple-git';

export interface GitAuthor {
  readonly name: string;
  readonly email: string;
}

/** What every git child of one workspace shares. */
export interface GitSettings {
  readonly author: GitAuthor;
  /** PATH handed to git; nothing else of the host's environment reaches it. */
  readonly searchPath: string;
  /** An empty folder that stands in for the home directory, so that no user configuration is read. */
  readonly home: string;
}

/** Where one git command works. A repository is always named, never discovered from the folder. */
interface GitPlace {
  readonly gitDirectory: string;
  readonly workTree?: string;
  readonly indexFile?: string;
}

/** Runs one git command and answers its trimmed standard output. */
export type Git = (...args: readonly string[]) => Promise<string>;

/**
 * Settings that a repository, or a file in it, must not be able to change. Symbolic links are written as plain
 * files: a link planted in a repository can then never lead a later writer or reader out of the folder.
 */
const FIXED_CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.symlinks=false',
  'core.autocrlf=false',
  'core.protectHFS=true',
  'core.protectNTFS=true',
  'diff.ignoreSubmodules=all',
  'submodule.recurse=false',
  'commit.gpgSign=false',
  'gc.auto=0',
];

function environment(settings: GitSettings, place: GitPlace | undefined): Record<string, string> {
  const { author } = settings;
  return {
    PATH: settings.searchPath,
    HOME: settings.home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'file',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    ...(place === undefined ? {} : { GIT_DIR: place.gitDirectory }),
    ...(place?.workTree === undefined ? {} : { GIT_WORK_TREE: place.workTree }),
    ...(place?.indexFile === undefined ? {} : { GIT_INDEX_FILE: place.indexFile }),
  };
}

function client(options: GitOptions, env: Record<string, string>): SimpleGit {
  const { signal, input } = options;
  return simpleGit({
    baseDir: options.folder,
    config: FIXED_CONFIG,
    allowEnvironment: Object.keys(env).filter((key) => key.startsWith('GIT_')),
    // The values are ours: the guard of simple-git is against values that come from elsewhere.
    unsafe: {
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeTemplateDir: true,
      allowUnsafeGpgProgram: true,
      allowUnsafeSubmodule: true,
    },
    ...(signal === undefined ? {} : { abort: signal }),
    ...(input === undefined ? {} : { input: () => input }),
    // Without this a command that fails silently counts as a success.
    errors: (error, result) =>
      result.exitCode === 0 ? undefined : (error ?? Buffer.concat([...result.stdErr, ...result.stdOut])),
  }).env(env);
}

function translate(error: unknown, args: readonly string[], signal: AbortSignal | undefined): OrchardError {
  if (isOrchardError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (signal?.aborted === true)
    return new OrchardError('CANCELLED', 'The git command was cancelled.', { cause: error });
  if (/spawn git\S* ENOENT/.test(message)) {
    return new OrchardError(
      'GIT_MISSING',
      'The git program was not found on the PATH. Install git 2.30 or newer.',
      {
        cause: error,
      },
    );
  }
  const command = args[0] ?? 'git';
  return new OrchardError('WORKSPACE_FAILED', `git ${command} failed: ${firstLine(message)}`, {
    cause: error,
    details: { command, output: message.slice(0, 2_000) },
  });
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';

export interface GitOptions {
  /** Working directory of the command. */
  readonly folder: string;
  readonly place?: GitPlace;
  readonly signal?: AbortSignal | undefined;
  /** Standard input of the command: free text goes this way, never as an argument. */
  readonly input?: string;
}

/**
 * A hardened git for one place: clean environment, no user or system configuration, no hooks, no prompts, no network
 * protocol. Aborting the signal ends the running command.
 */
export function openGit(settings: GitSettings, options: GitOptions): Git {
  const { signal } = options;
  const env = environment(settings, options.place);
  return async (...args) => {
    if (signal?.aborted === true) throw translate(signal.reason, args, signal);
    try {
      const output = await client(options, env).raw([...args]);
      return output.trim();
    } catch (error) {
      throw translate(error, args, signal);
    }
  };
}
