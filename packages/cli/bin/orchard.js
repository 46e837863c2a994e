#!/usr/bin/env node
// Committed as it is, since npm links commands before anything is built. Runs on any Node, to say which one is needed.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const built = new URL('../dist/bin.js', import.meta.url);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`✗ orchard needs Node 22.18 or newer; this is ${process.version}.`);
  process.exitCode = 1;
} else if (!existsSync(built)) {
  console.error('✗ orchard is not built yet. Run: npm run build');
  process.exitCode = 1;
} else {
  await import(built.href);
}
