/** What building apps needs of the machine. */
export interface BuildSettings {
  /** Where packages, and what builds share, are kept. Made when absent. Two processes may use the same. */
  readonly cacheDirectory: string;
  /** `npm-cli.js`. Default: the one next to Node, or the system's. */
  readonly npmPath?: string;
  /**
   * More environment for npm and the app's build script, such as {@link networkEnvironment}, or `npm_config_cache` and
   * `npm_config_registry`. The script is the app's own code: whatever stands here is known to it. Default: none.
   */
  readonly env?: Readonly<Record<string, string>>;
}

const NETWORK =
  /^(?:https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file|ssl_cert_dir|npm_config_(?:registry|cafile|proxy|https_proxy|noproxy|cache))$/i;

/**
 * Of an environment, what npm needs to reach its registry: proxies, certificates, addresses. No tokens.
 *
 * @example createScaffoldExecutor({ workspace, builds: { cacheDirectory, env: networkEnvironment(process.env) } });
 */
export function networkEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const known = Object.entries(env).filter(
    (entry): entry is [string, string] => NETWORK.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(known);
}
