import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { setUp } from './harness.ts';

const CHILD = fileURLToPath(new URL('./leave-early.ts', import.meta.url));

/** Everything that the SDK reads when it is left to itself. */
const ENVIRONMENT = {
  ANTHROPIC_API_KEY: 'sk-of-the-environment',
  ANTHROPIC_AUTH_TOKEN: 'token-of-the-environment',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
  ANTHROPIC_CUSTOM_HEADERS:
    'x-environment: 1\nauthorization: Bearer environment\nanthropic-version: 2023-06-01',
  ANTHROPIC_LOG: 'debug',
  ANTHROPIC_PROFILE: 'nobody',
  ANTHROPIC_CONFIG_DIR: '/nowhere',
  ANTHROPIC_WEBHOOK_SIGNING_KEY: 'whsec_x',
  ANTHROPIC_OPEN_TELEMETRY: 'true',
};

/** A process of its own that reads one event and leaves; it must end by itself. */
async function leaveEarly(environment: Readonly<Record<string, string>>) {
  const { double } = await setUp();
  double.answer({ says: [{ text: 'I will add tasks with' }], fault: { kind: 'silence' } });
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@orchard-studio/source', CHILD, double.url, double.key],
    { env: environment, timeout: 60_000 },
  );
  await double.received[0]?.ended;
  return { stdout, stderr, headers: { ...double.headers[0], host: '' }, body: double.bodies[0] };
}

describe('a process with a model', () => {
  it('loads the SDK with the first stream, and ends after one was left', async () => {
    const { stdout, stderr } = await leaveEarly({});
    expect([stdout, stderr]).toEqual(['loaded before: 0\nloaded after: true\ntext\n', '']);
  });

  it('does the same whatever its environment says', async () => {
    expect(await leaveEarly(ENVIRONMENT)).toEqual(await leaveEarly({}));
  });
});
