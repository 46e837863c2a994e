import { fileURLToPath } from 'node:url';
import { become } from '../../scripts/lib/run.mjs';
import { main } from '../../scripts/lib/say.mjs';
import { setup } from '../../scripts/lib/setup.mjs';

/** Installs what is missing and runs `build.ts` on the sources of the packages, so that nothing has to be built. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  const script = fileURLToPath(new URL('./build.ts', import.meta.url));
  const args = ['--conditions=@orchard-studio/source', script, ...process.argv.slice(2)];
  return become(process.execPath, args, { cwd: process.cwd() });
});
