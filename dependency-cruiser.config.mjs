/**
 * The direction rules of the house:
 * cli → local → server → pure libraries → core; adapters → core; only local, cli and examples import adapters.
 */
const pure = ['architect', 'spec', 'sdlc', 'orchestrator', 'platform'];
const assembly = ['server', 'client', 'local', 'cli'];
const known = ['core', 'testing', ...pure, ...assembly];

const any = (names) => `(?:${names.join('|')})`;
const pkg = (names) => `^packages/${any(names)}/`;
/** Shipped code: everything in src that is not a test. */
const src = (names) => `^packages/${any(names)}/src/`;
const adapters = `^packages/(?!${any(known)}/)([^/]+)/`;
const adapterSrc = `${adapters}src/`;
const tests = String.raw`\.test\.tsx?$`;

/** A rule that says: code at `from` imports no other package than its own and `allowed`. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { path: '^packages/([^/]+)/', pathNot: ['^packages/$1/', ...allowed] },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Break the cycle: move what both sides need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unresolved',
      comment: 'The import leads nowhere: a missing file, or a package missing in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'undeclared-dependency',
      comment: 'Shipped code imports only what its own package.json lists.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['npm', 'npm-peer', 'type-only'],
      },
    },
    {
      name: 'core-imports-no-package',
      comment: 'core is the floor: it imports no other package of this repository.',
      severity: 'error',
      from: { path: src(['core']), pathNot: tests },
      to: { path: '^packages/', pathNot: pkg(['core']) },
    },
    {
      name: 'testing-imports-core-only',
      comment: 'Kits speak in core’s ports; they never know an adapter or a library.',
      severity: 'error',
      from: { path: src(['testing']) },
      to: { path: '^packages/', pathNot: pkg(['core', 'testing']) },
    },
    {
      name: 'no-test-runner-in-testing',
      comment: 'Kits are lists of cases that any runner can run.',
      severity: 'error',
      from: { path: src(['testing']), pathNot: tests },
      to: { path: '(^|node_modules/)(vitest|@vitest)(/|$)' },
    },
    ...pure.map((name) => ({
      name: `pure-${name}`,
      comment: 'Pure libraries import core only; what joins two of them is a use case in server.',
      severity: 'error',
      from: { path: src([name]), pathNot: tests },
      to: { path: '^packages/', pathNot: pkg(['core', name]) },
    })),
    {
      name: 'pure-no-node',
      comment: 'Pure libraries and core do no I/O: take what you need through a port.',
      severity: 'error',
      from: { path: src(['core', ...pure]), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-no-vendor-sdk',
      comment: 'A vendor SDK belongs in an adapter.',
      severity: 'error',
      from: { path: src(['core', ...pure]), pathNot: tests },
      to: {
        path: '(^|node_modules/)(@anthropic-ai|openai|@ai-sdk|ai|@kubernetes|resend|posthog-|@clerk|pg|pg-boss|kysely|simple-git|playwright|hono|@hono|next|react)(/|$|-)',
      },
    },
    {
      name: 'client-imports-core-only',
      comment: 'The client runs in browsers: core and its own files, nothing of Node.',
      severity: 'error',
      from: { path: src(['client']), pathNot: tests },
      to: { path: '^packages/', pathNot: pkg(['core', 'client']) },
    },
    {
      name: 'client-no-node',
      comment: 'The client runs in browsers.',
      severity: 'error',
      from: { path: src(['client']), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-imports-libraries-only',
      comment: 'server joins the pure libraries; adapters reach it through the configuration.',
      severity: 'error',
      from: { path: src(['server']), pathNot: tests },
      to: { path: '^packages/', pathNot: pkg(['core', 'server', ...pure]) },
    },
    only(
      'adapters-import-core-only',
      adapterSrc,
      [pkg(['core'])],
      'An adapter implements a port of core and knows nobody else.',
    ),
    {
      name: 'adapter-tests',
      comment: 'Tests of an adapter may use core and testing besides the adapter itself.',
      severity: 'error',
      from: { path: `${adapters.replace('[^/]+', '([^/]+)')}(?:test/|src/.*${tests})` },
      to: { path: '^packages/', pathNot: [pkg(['core', 'testing']), '^packages/$1/'] },
    },
    {
      name: 'local-imports-downwards',
      comment: 'local never imports the command line, the client or the kits.',
      severity: 'error',
      from: { path: src(['local']), pathNot: tests },
      to: { path: pkg(['cli', 'client', 'testing']) },
    },
    {
      name: 'nobody-imports-cli',
      comment: 'cli is the top: only examples and end-to-end tests import it.',
      severity: 'error',
      from: { path: '^packages/', pathNot: pkg(['cli']) },
      to: { path: pkg(['cli']) },
    },
    {
      name: 'testing-only-in-tests',
      comment: 'The test kit is no run-time dependency.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [tests, pkg(['testing'])] },
      to: { path: pkg(['testing']) },
    },
    {
      name: 'no-relative-way-out',
      comment: 'Reach another package by its name, not by a path.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/(?:src|test)/' },
      to: { dependencyTypes: ['local'], path: '^packages/', pathNot: '^packages/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The templates of generated apps import each other once they are put together: a test of theirs checks that.
    exclude: { path: '^(packages|examples)/[^/]+/(dist|[.]next|templates)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@orchard-studio/source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.json'],
    },
  },
};
