const EXAMPLE = `import { readFileSync } from 'node:fs';
import { defineConfig } from '@orchard-studio/cli';
import { createShellExecutor } from '@orchard-studio/local';

export default defineConfig({
  trees: [readFileSync('trees/release.yaml', 'utf8')],
  executors: {
    shell: createShellExecutor({ directory: 'trees' }),
  },
});`;

/** How a host gives this project something to run. */
export function NoTrees() {
  return (
    <div className="grid w-full gap-2 text-start text-sm">
      <p>
        No tree is registered. A tree is a YAML file of steps; the host names those that may run here in its{' '}
        <code className="rounded bg-sunken px-1 font-mono text-[0.9em]">orchard.config.ts</code> and starts
        the server again:
      </p>
      <pre className="rounded-lg bg-sunken px-3 py-2.5 font-mono text-xs leading-5 whitespace-pre-wrap text-ink">
        {EXAMPLE}
      </pre>
      <p className="text-muted">Trees never come in over the network: a step may be a shell command.</p>
    </div>
  );
}
