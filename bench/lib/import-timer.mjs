/** Imports what the first argument names and says how many milliseconds that took, and how many files were read. */
import { registerHooks } from 'node:module';

let files = 0;
if (process.argv[3] === 'count')
  registerHooks({
    load: (url, context, next) => {
      if (url.startsWith('file:')) files += 1;
      return next(url, context);
    },
  });
const from = performance.now();
await import(process.argv[2]);
console.log(JSON.stringify({ ms: performance.now() - from, files }));
// What some libraries start at import would keep the process alive.
process.exit(0);
