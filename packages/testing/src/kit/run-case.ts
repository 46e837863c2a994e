import type { KitCase, MakeSubject } from './kit.ts';

/**
 * Runs one case on a fresh subject and releases what was deferred, whatever happened.
 *
 * @throws what the case, the making of its subject, or a release threw; of several, the first.
 */
export async function runCase<Subject>(
  kitCase: KitCase<Subject>,
  makeSubject: MakeSubject<Subject>,
): Promise<void> {
  const releases: (() => void | Promise<void>)[] = [];
  const failures: unknown[] = [];
  const attempt = async (action: () => void | Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      failures.push(error);
    }
  };
  await attempt(async () => {
    await kitCase.run(await makeSubject({ defer: (release) => void releases.push(release) }));
  });
  for (const release of releases.reverse()) await attempt(release);
  if (failures.length > 0) throw failures[0];
}
