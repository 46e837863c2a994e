import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const source = { conditions: ['@orchard-studio/source'] };

/** Tests read the sources of the packages, so that they run without a build. */
const common = {
  resolve: { conditions: [...source.conditions, 'node', 'import', 'default'] },
  // Without `import`: Node would be told of it, and `require` would get ES modules.
  ssr: { resolve: { conditions: [...source.conditions, 'node', 'default'] } },
};

export default defineConfig({
  ...common,
  test: {
    // More than cores: many tests wait for processes, databases and browsers.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: [
      {
        ...common,
        test: {
          name: 'packages',
          environment: 'node',
          include: ['packages/*/test/**/*.test.{ts,tsx}', 'packages/*/src/**/*.test.{ts,tsx}'],
          // What hangs is ended; a slow machine is no failure. Large seeds take minutes.
          testTimeout: process.env.ORCHARD_PROVE === undefined ? 120_000 : 900_000,
          hookTimeout: 120_000,
          // Set here and not at the root, where type tests would be skipped without a word.
          typecheck: {
            enabled: true,
            checker: 'node_modules/@typescript/native/bin/tsc',
            include: ['packages/*/test/**/*.test-d.ts'],
            tsconfig: './tsconfig.json',
          },
        },
      },
      {
        ...common,
        test: { name: 'examples', environment: 'node', include: ['examples/*/test/**/*.test.ts'] },
      },
      {
        ...common,
        test: { name: 'scripts', environment: 'node', include: ['scripts/test/**/*.test.mjs'] },
      },
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**'], reporter: ['text-summary', 'html'] },
  },
});
