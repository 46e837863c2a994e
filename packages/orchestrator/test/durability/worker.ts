/** A process that runs trees on a real store; it is killed, stopped and cut off by the tests. Settings: the argument. */
import { once } from 'node:events';
import { Failpoints } from './failpoints.ts';
import { makeRunner, wrongClock } from './make-runner.ts';
import { openStore } from './open-store.ts';
import { record } from './record.ts';
import { workerSettingsSchema } from './settings.ts';
import { runRich } from './work.ts';

const settings = workerSettingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const storage = openStore(settings.store, wrongClock(settings.skewMs));
const failpoints = new Failpoints(settings);
const runner = makeRunner(settings, failpoints.guard(storage.operations));
// It ends with the test that started it.
const leash = once(process.stdin.resume(), 'end');
record(settings.record, { kind: 'up', worker: settings.name });
if (settings.run === undefined) {
  const ending = new AbortController();
  void leash.then(() => ending.abort());
  await runner.work({ signal: ending.signal });
} else {
  void leash.then(() => process.exit(1));
  await runRich(runner, settings.run);
}
await runner.close();
await storage.close();
record(settings.record, { kind: 'writes', worker: settings.name, count: failpoints.count });
process.stdin.destroy();
