import { defineConfig } from 'tsup';

/**
 * The one build every package shares: ESM and declarations, one output file per entry.
 * Entry names become the paths in `exports` (`guided` → `dist/guided.js`).
 */
export function library(entry: Readonly<Record<string, string>> = { index: 'src/index.ts' }) {
  return defineConfig({
    entry: { ...entry },
    format: 'esm',
    target: 'node22.18',
    platform: 'node',
    // Shared code of several entries goes to chunks, so that a class exists once however it is imported.
    splitting: true,
    sourcemap: true,
    clean: true,
    // node:sqlite has no name without its prefix.
    removeNodeProtocol: false,
    dts: { compilerOptions: { noEmit: false, emitDeclarationOnly: true, declaration: true } },
  });
}
