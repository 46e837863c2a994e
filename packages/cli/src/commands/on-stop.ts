/**
 * Resolves at the first Ctrl-C, SIGTERM, or SIGHUP of a terminal that was closed. A second one more than a second later ends the process at once; npm passes
 * a signal on that the terminal has sent already, so a quick repetition is the same wish.
 */
export function onStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first = 0;
    const stop = (signal: NodeJS.Signals): void => {
      if (first === 0) {
        first = Date.now();
        resolve(signal);
      } else if (Date.now() - first > 1_000) {
        process.exit(130);
      }
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    process.on('SIGHUP', stop);
  });
}
