import { describe, expect, it } from 'vitest';
import {
  blobStoreKit,
  blueprintStoreKit,
  deployerKit,
  environmentStoreKit,
  executorKit,
  featureStoreKit,
  type Kit,
  operationStoreKit,
  projectStoreKit,
  registerKit,
  runKit,
  workspaceKit,
} from '../src/index.ts';

const kit: Kit<{ readonly ok: boolean }> = {
  port: 'sample',
  cases: ['first', 'second'].map((id) => ({
    id,
    title: `checks ${id}`,
    run: async ({ ok }) => {
      if (!ok) throw new Error(`${id} failed`);
    },
  })),
};

describe('runKit', () => {
  it('gives every case its own subject and reports each', async () => {
    let made = 0;
    const report = await runKit(kit, () => {
      made += 1;
      return { ok: made !== 2 };
    });
    expect(made).toBe(2);
    expect(report).toMatchObject({ port: 'sample', passed: 1, failed: 1 });
    expect(report.cases.map(({ id, status }) => [id, status])).toEqual([
      ['first', 'passed'],
      ['second', 'failed'],
    ]);
    expect(report.cases[1]?.error).toEqual(new Error('second failed'));
  });

  it('releases what was deferred, last first, also after a failure, and reports a failing release', async () => {
    const released: string[] = [];
    const report = await runKit({ ...kit, cases: kit.cases.slice(0, 1) }, ({ defer }) => {
      defer(() => void released.push('folder'));
      defer(() => {
        released.push('file');
        throw new Error('cannot close');
      });
      return { ok: true };
    });
    expect(released).toEqual(['file', 'folder']);
    expect(report.cases[0]?.error).toEqual(new Error('cannot close'));
  });
});

describe('registerKit', () => {
  it('shows each case to the runner', async () => {
    const shown: string[] = [];
    const bodies: (() => Promise<void>)[] = [];
    const runner = {
      describe: (name: string, body: () => void) => {
        shown.push(name);
        body();
      },
      it: (name: string, body: () => Promise<void>) => {
        shown.push(name);
        bodies.push(body);
      },
    };
    registerKit(kit, () => ({ ok: false }), runner);
    expect(shown).toEqual(['sample kit', 'first: checks first', 'second: checks second']);
    await expect(bodies[0]?.()).rejects.toThrow('first failed');
  });
});

describe('the kits', () => {
  it('name their cases uniquely, in kebab-case', () => {
    const kits: readonly { readonly port: string; readonly cases: readonly { readonly id: string }[] }[] = [
      projectStoreKit,
      environmentStoreKit,
      blueprintStoreKit,
      featureStoreKit,
      operationStoreKit,
      blobStoreKit,
      executorKit,
      workspaceKit,
      deployerKit,
    ];
    for (const { cases } of kits) {
      const ids = cases.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });
});
