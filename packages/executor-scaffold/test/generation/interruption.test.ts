import type { Checkout, Workspace } from '@orchard-studio/core';
import { expect, test } from 'vitest';
import { GENERATED_BRANCH } from '../../src/tasks/commit-generation.ts';
import { type FolderWorkspace, folderWorkspace } from '../folder-workspace.ts';
import { rebuild } from './rebuild.ts';

class Killed extends Error {}

/** Passes calls on until one of them is the last one: the process dies before or after it took effect. */
class Fuse {
  calls = 0;
  readonly #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  async through<T>(work: () => Promise<T>): Promise<T> {
    this.#burn();
    const result = await work();
    this.#burn();
    return result;
  }

  #burn(): void {
    if (this.calls === this.#at) throw new Killed();
    this.calls += 1;
  }
}

/** A workspace whose process dies at a given boundary; what it did until then stays. */
function crashing(inner: Workspace, fuse: Fuse): Workspace {
  const wrap = (checkout: Checkout): Checkout => ({
    ...checkout,
    commit: (request) => fuse.through(() => checkout.commit(request)),
    // A dead process closes nothing; its folders are swept away later.
    close: () => fuse.through(() => checkout.close()),
  });
  return {
    ...inner,
    checkout: (request) => fuse.through(() => inner.checkout(request)).then(wrap),
  };
}

const V1 = {
  'a.js': '1\n}\n}\n',
  'b.js': 'b\n',
  'c.js': 'c\n',
  'old.js': 'old\n',
  'x.json': '{"a":1,"b":1}',
};
const V2 = {
  'a.js': '1\n}\n}\n}\n',
  'b.js': 'b2\n',
  'c.js': 'c2\n',
  'x.json': '{"a":2,"b":2}',
  'new.js': 'new\n',
};
/** One of each: an edit in other lines, a conflict, a removal, JSON, and a file that is generated no longer. */
const EDITS = {
  'a.js': 'mine\n1\n}\n}\n',
  'b.js': 'mine\n',
  'c.js': null,
  'old.js': 'mine\n',
  'x.json': '{"a":1,"b":3}',
};

async function scene(isFirst: boolean): Promise<FolderWorkspace> {
  const place = await folderWorkspace();
  if (isFirst) return place;
  await rebuild(place.workspace, V1);
  await place.edit(EDITS);
  return place;
}

async function everything(place: FolderWorkspace): Promise<unknown> {
  return [await place.files(), await place.files(GENERATED_BRANCH)];
}

test.each([
  ['the first build', true],
  ['a build over edits', false],
])('%s may be killed at any call and run again', async (_, isFirst) => {
  const calm = await scene(isFirst);
  const counter = new Fuse(Number.POSITIVE_INFINITY);
  const expected = await rebuild(crashing(calm.workspace, counter), V2);
  const after = await everything(calm);
  expect(counter.calls).toBeGreaterThanOrEqual(12);
  const killedAt = async (at: number): Promise<void> => {
    const place = await scene(isFirst);
    const commits = place.commits();
    await expect(rebuild(crashing(place.workspace, new Fuse(at)), V2)).rejects.toThrow(Killed);
    const { changed: _changed, ...again } = await rebuild(place.workspace, V2);
    const { changed: _expected, ...told } = expected;
    expect(again, `killed at ${at}`).toEqual(told);
    expect(await everything(place), `killed at ${at}`).toEqual(after);
    // Whether it was killed or not, the build made one commit on main.
    expect(place.commits()).toBe(commits + 1);
  };
  await Promise.all(Array.from({ length: counter.calls }, (_unused, at) => killedAt(at)));
});

test('a person may edit between the kill and the next run', async () => {
  const place = await scene(false);
  // Killed right after the commit on main: checkout, checkout, commit.
  await expect(rebuild(crashing(place.workspace, new Fuse(5)), V2)).rejects.toThrow(Killed);
  const edited = { 'new.js': 'mine, too\n', 'b.js': 'mine again\n' };
  await place.edit(edited);
  await rebuild(place.workspace, V2);
  const files = await place.files();
  for (const [path, text] of Object.entries(edited)) expect(files.get(path)).toBe(text);
  expect((await place.files(GENERATED_BRANCH)).get('b.js')).toBe('b2\n');
});

test('another build that was faster wins, and the late one may be run again', async () => {
  const place = await scene(false);
  const racing: Workspace = {
    ...place.workspace,
    checkout: async (request) => {
      const checkout = await place.workspace.checkout(request);
      if (request.branch === 'main') return checkout;
      await rebuild(place.workspace, V2);
      return checkout;
    },
  };
  await expect(rebuild(racing, { ...V2, 'late.js': 'late' })).rejects.toMatchObject({
    code: 'REVISION_CONFLICT',
  });
  expect((await place.files()).has('late.js')).toBe(false);
  await rebuild(place.workspace, { ...V2, 'late.js': 'late' });
  expect((await place.files()).get('late.js')).toBe('late');
});
