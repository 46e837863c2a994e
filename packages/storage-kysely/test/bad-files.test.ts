import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOrchardError } from '@orchard-studio/core';
import { createRecords } from '@orchard-studio/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSqliteStorage } from '../src/index.ts';
import { freshFolder } from './fresh-storage.ts';

const scope = { defer: onTestFinished };

/** The error of opening a path. */
function openingError(path: string): { readonly code: string; readonly message: string } {
  try {
    createSqliteStorage({ path });
  } catch (error) {
    if (isOrchardError(error)) return error;
    throw error;
  }
  throw new Error(`${path} was opened.`);
}

async function filledDatabase(folder: string) {
  const path = join(folder, 'orchard.db');
  const storage = createSqliteStorage({ path });
  await storage.migrate();
  const records = createRecords();
  const features = Array.from({ length: 50 }, () => records.feature({ spec: 'x'.repeat(8_192) }));
  for (const feature of features) await storage.features.createFeature({ feature });
  await storage.close();
  return { path, features };
}

describe('a path that cannot be written', () => {
  it.each([
    ['a folder', (folder: string) => folder],
    ['below a file', (folder: string) => join(folder, 'file', 'orchard.db')],
    ['in a folder that is not there', (folder: string) => join(folder, 'absent', 'orchard.db')],
    ['with a NUL', (folder: string) => join(folder, 'a\0b.db')],
  ])('is STORAGE_UNAVAILABLE: %s', (_what, pathIn) => {
    const folder = freshFolder(scope);
    writeFileSync(join(folder, 'file'), 'a file');
    const { code, message } = openingError(pathIn(folder));
    expect(code).toBe('STORAGE_UNAVAILABLE');
    expect(message).toContain('cannot be opened');
  });
});

describe('a damaged file', () => {
  it.each([
    ['other text', 'Dear diary, this is not a database. '.repeat(200)],
    ['a few bytes', 'oops'],
    ['a good header and nonsense behind it', `SQLite format 3\0${'\xff'.repeat(8_000)}`],
  ])('is STORAGE_CORRUPT at open and stays as it is: %s', (_what, content) => {
    const folder = freshFolder(scope);
    const path = join(folder, 'orchard.db');
    writeFileSync(path, content, 'latin1');
    expect(openingError(path).code).toBe('STORAGE_CORRUPT');
    expect(readFileSync(path, 'latin1')).toBe(content);
    expect(readdirSync(folder)).toEqual(['orchard.db']);
  });

  it('is STORAGE_CORRUPT at open when it has been cut off', async () => {
    const { path } = await filledDatabase(freshFolder(scope));
    truncateSync(path, 20_480);
    const before = readFileSync(path);
    expect(openingError(path).code).toBe('STORAGE_CORRUPT');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is STORAGE_CORRUPT in use when pages behind the schema are damaged', async () => {
    const { path, features } = await filledDatabase(freshFolder(scope));
    const content = readFileSync(path);
    content.fill(0xff, content.length / 2);
    writeFileSync(path, content);
    const storage = createSqliteStorage({ path });
    onTestFinished(() => storage.close());
    const reads = features.map(({ projectId, id: featureId }) =>
      storage.features.getFeature({ projectId, featureId }),
    );
    const codes = (await Promise.allSettled(reads)).map((read) =>
      read.status === 'rejected' ? read.reason.code : read.value?.spec.length,
    );
    expect(new Set(codes)).toEqual(new Set([8_192, 'STORAGE_CORRUPT']));
  });
});

it('takes a path that looks like a URI or a pragma for a file name', async () => {
  const folder = freshFolder(scope);
  mkdirSync(join(folder, 'file:x?mode=memory'));
  const path = join(folder, 'file:x?mode=memory', "a b'; --.db");
  const storage = createSqliteStorage({ path });
  await storage.migrate();
  await storage.close();
  expect(readdirSync(join(folder, 'file:x?mode=memory'))).toEqual(["a b'; --.db"]);
});
