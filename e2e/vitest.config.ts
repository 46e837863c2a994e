import { defineConfig } from 'vitest/config';

const conditions = ['@orchard-studio/source', 'node', 'import', 'default'];

/** What is tried from outside: the built command, real processes, a real browser. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'e2e',
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    testTimeout: process.env.ORCHARD_PROVE === undefined ? 180_000 : 900_000,
    hookTimeout: 120_000,
    // Each starts a server and apps of its own, and waits for them half of the time.
    maxWorkers: 2,
  },
});
