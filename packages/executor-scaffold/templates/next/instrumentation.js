/** Called by Next once per process, before the first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { openOnce } = await import('./site/start.js');
  await openOnce();
}

/**
 * A fault that a page did not foresee. People see the digest, by which it is found here.
 *
 * @param {unknown} error
 * @param {{ readonly path: string, readonly method: string }} request
 */
export async function onRequestError(error, { path, method }) {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ log }, { logAddress }, { isNews }] = await Promise.all([
    import('./lib/log.js'),
    import('./lib/log-address.js'),
    import('./site/application.js'),
  ]);
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined;
  const text = error instanceof Error ? error.stack : String(error);
  if (isNews(error))
    log('error', 'request failed', { id: digest, method, url: logAddress(path), error: text });
}
