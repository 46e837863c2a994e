import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orchard, tempFolder } from '../command.ts';

// Quotes: twice as long in JSON.
const TREE = `
version: 1
name: large
steps:
  make: { run: 'printf "text=%s\\n" "$(head -c 50000 /dev/zero | tr "\\0" "\\42")" >> "$ORCHARD_OUTPUT"' }
  read: { run: 'echo "got $NEEDS_MAKE_TEXT"', needs: make }
`;

describe('what operations leave', () => {
  it('large outputs are shown as artifacts, and read with a command', async () => {
    const folder = await tempFolder();
    const home = ['--home', join(folder, 'home')];
    await writeFile(join(folder, 't.yaml'), TREE);
    const { out, code } = await orchard('tree', 'run', join(folder, 't.yaml'), ...home);
    expect(code).toBe(0);
    const [, hash = ''] = /Output "text" \(98 KB\) is kept as artifact ([0-9a-f]{64})/.exec(out) ?? [];
    expect(out).toContain(`got {"$artifact":"${hash}","bytes":100002}`);
    const shown = await orchard('tree', 'show', 'latest', ...home);
    expect(shown.out).toContain(`make.text  98 KB  ${hash}`);
    const read = await orchard('tree', 'artifact', 'latest', hash.slice(0, 12), ...home);
    expect(JSON.parse(read.out)).toBe('"'.repeat(50_000));
    const none = await orchard('tree', 'artifact', 'latest', '00', ...home);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('no artifact that begins with "00"')]);
  });

  it('logs read the same when they are archived, until their operations are deleted', async () => {
    const folder = await tempFolder();
    const home = ['--home', join(folder, 'home')];
    await writeFile(join(folder, 't.yaml'), TREE);
    await orchard('tree', 'run', join(folder, 't.yaml'), ...home);
    const before = (await orchard('tree', 'logs', 'latest', ...home)).out;
    const nothing = await orchard('tree', 'compact', ...home);
    expect(nothing.out).toContain('0 logs archived (0 events), 0 operations deleted.');
    expect((await orchard('tree', 'compact', '--older-than', '0m', ...home)).out).toMatch(
      /^1 log archived \(\d+ events\), 0 operations deleted/,
    );
    expect((await orchard('tree', 'logs', 'latest', ...home)).out).toBe(before);
    const deleted = await orchard('tree', 'compact', '--delete-older-than', '0m', ...home);
    expect(deleted.out).toContain('1 operation deleted');
    expect((await orchard('tree', 'ls', ...home)).out).toContain('No tree was run here yet');
    expect((await orchard('tree', 'compact', '--older-than', 'soon', ...home)).code).toBe(2);
  });
});
