import { Window } from 'happy-dom';
import type { ReactNode } from 'react';
import type { Root } from 'react-dom/client';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import { createClient } from '../src/index.ts';
import { OrchardProvider } from '../src/react/index.ts';

let root: Root | undefined;

beforeAll(() => {
  const window = new Window();
  for (const [name, value] of Object.entries({
    window,
    document: window.document,
  }))
    Reflect.set(globalThis, name, value);
});

afterEach(() => root?.unmount());

/** Renders a hook over a real server and gives its latest result. */
export async function render<T>(baseUrl: string, useHook: () => T): Promise<{ readonly current: () => T }> {
  const { createRoot } = await import('react-dom/client');
  const client = createClient({
    baseUrl,
    // Waits between tries are short; no connection is ever silent for too long.
    clock: {
      sleep: (ms, signal) =>
        new Promise((done, reject) => {
          if (ms < 20_000) setTimeout(done, 5);
          else signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    },
  });
  const results: T[] = [];
  function Probe(): ReactNode {
    results.push(useHook());
    return null;
  }
  const mounted = createRoot(document.createElement('div'));
  root = mounted;
  mounted.render(
    <OrchardProvider client={client}>
      <Probe />
    </OrchardProvider>,
  );
  await until(() => expect(results).not.toHaveLength(0));
  return {
    current: () => {
      const latest = results.at(-1);
      if (latest === undefined) throw new Error('not rendered');
      return latest;
    },
  };
}

/** Waits until the check passes. */
export const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000 });
