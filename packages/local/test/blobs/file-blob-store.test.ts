import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobStoreHarness, blobStoreKit, type CaseScope, registerKit } from '@orchard-studio/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFileBlobStore } from '../../src/index.ts';

function folderFor({ defer }: CaseScope): string {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-blobs-'));
  defer(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'blobs');
}

function harness(scope: CaseScope): BlobStoreHarness {
  const directory = folderFor(scope);
  return {
    blobs: createFileBlobStore({ directory }),
    damage: async (hash) => writeFileSync(join(directory, hash.slice(0, 2), hash.slice(2)), 'other'),
  };
}

registerKit(blobStoreKit, harness, { describe, it });

const scope = { defer: onTestFinished };
const bytes = new TextEncoder().encode('hello');
const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

it('keeps one file per content, which only its owner can read, and nothing else', async () => {
  const directory = folderFor(scope);
  const stores = [createFileBlobStore({ directory }), createFileBlobStore({ directory })];
  await Promise.all([...stores, ...stores].map((blobs) => blobs.put({ bytes })));
  const { hash } = await createFileBlobStore({ directory }).put({ bytes });
  const path = join(directory, hash.slice(0, 2), hash.slice(2));
  expect(filesIn(directory)).toEqual([path]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('deletes while others put the same: what was put is there, or was put before', async () => {
  const directory = folderFor(scope);
  const blobs = createFileBlobStore({ directory });
  const { hash } = await blobs.put({ bytes });
  for (let round = 0; round < 20; round += 1) {
    const putBefore = new Date(Date.now() + 1).toISOString();
    const [gone] = await Promise.all([blobs.delete({ hash, putBefore }), blobs.put({ bytes })]);
    if (!gone) expect(await blobs.size({ hash })).toBe(5);
    await blobs.put({ bytes });
    expect(await blobs.size({ hash })).toBe(5);
  }
  expect(filesIn(directory)).toHaveLength(1);
});

it('says which folder it cannot write, so that it can be tried again', async () => {
  const directory = folderFor(scope);
  writeFileSync(directory, 'a file');
  const failure = {
    code: 'STORAGE_UNAVAILABLE',
    retryable: true,
    message: expect.stringContaining(directory),
  };
  const blobs = createFileBlobStore({ directory });
  await expect(blobs.put({ bytes })).rejects.toMatchObject(failure);
  rmSync(directory);
  await expect(blobs.put({ bytes })).resolves.toMatchObject({
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});
