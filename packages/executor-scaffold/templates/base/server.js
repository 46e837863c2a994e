import { run } from './lib/commands.js';

await run(process.argv.slice(2), process.env);
