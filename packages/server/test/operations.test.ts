import { type OperationView, operationViewSchema } from '@orchard-studio/core';
import { describe, expect, it } from 'vitest';
import { makeProject, makeServer, TREE } from './harness.ts';

const RELEASE = `
version: 1
name: release
inputs: { what: { default: app } }
steps:
  build: { uses: agent, strategy: { matrix: { os: [linux, mac] } } }
  ask: { uses: approval, needs: build, with: { message: "Ship \${{ inputs.what }}?", approvers: [alice] } }
  ship: { uses: agent, needs: ask }
outputs: { by: "\${{ steps.ask.outputs.by }}" }
`;

async function scene() {
  const server = makeServer({ trees: [TREE, RELEASE] });
  const { call, orchard } = server;
  const project = await makeProject(call);
  const path = `/projects/${project.id}/operations`;
  const view = async (response: Response): Promise<OperationView> =>
    operationViewSchema.parse(await response.json());
  const start = (body: object, headers = {}) => call('POST', path, body, headers);
  /** Waits for the event that the approval is asked for. */
  const asked = async ({ id }: OperationView) => {
    for await (const event of orchard.runner.events({ operationId: id }))
      if (event.type === 'approval') return;
  };
  return { ...server, path, view, start, asked };
}

describe('operations over HTTP', () => {
  it('a registered tree is started once per key, waits for a person, and goes on', async () => {
    const { call, path, view, start, asked, orchard } = await scene();
    const key = { 'idempotency-key': 'k1' };
    const first = await view(await start({ tree: 'release', inputs: { what: 'this' } }, key));
    const second = await view(await start({ tree: 'release', inputs: { what: 'this' } }, key));
    expect(second.id).toBe(first.id);
    await asked(first);
    const waiting = await view(await call('GET', `${path}/${first.id}`));
    expect(waiting.steps.map(({ key: step, name, status }) => [step, name, status])).toEqual([
      ['build', 'build', 'succeeded'],
      ['build.0', 'build (linux)', 'succeeded'],
      ['build.1', 'build (mac)', 'succeeded'],
      ['ask', 'ask', 'waiting'],
      ['ship', 'ship', 'pending'],
    ]);
    expect(waiting.progress).toBeCloseTo(1 / 3);
    expect(waiting.steps.map(({ question }) => question)).toEqual([
      ...[null, null, null],
      { message: 'Ship this?', approvers: ['alice'] },
      null,
    ]);
    const decided = await call('POST', `${path}/${first.id}/approvals/ask`, { decision: 'approved' });
    expect(decided.status).toBe(200);
    await orchard.runner.wait({ operationId: first.id });
    expect(await view(await call('GET', `${path}/${first.id}`))).toMatchObject({
      status: 'succeeded',
      outputs: { by: 'alice' },
    });
    const late = await call('POST', `${path}/${first.id}/approvals/ask`, { decision: 'rejected' });
    expect([late.status, (await late.json()).code]).toEqual([409, 'STEP_NOT_WAITING']);

    const again = await view(
      await call('POST', `${path}/${first.id}/rerun`, { from: 'ship', scope: 'only' }),
    );
    expect((await orchard.runner.wait({ operationId: again.id })).status).toBe('succeeded');
    expect(again.forkedFrom).toEqual({ operationId: first.id, step: 'ship' });

    const whole = await view(await call('POST', `${path}/${first.id}/rerun`, {}));
    expect(whole.forkedFrom).toEqual({ operationId: first.id, step: null });
    expect(whole.steps.map(({ status }) => status)).not.toContain('succeeded');
    await asked(whole);
    expect(
      (await (await call('GET', `${path}?limit=2`)).json()).operations.map(({ id }: OperationView) => id),
    ).toEqual([whole.id, again.id]);
    await orchard.close();
  });

  it('lists the trees that people may start, with their inputs', async () => {
    const { call, orchard } = await scene();
    expect(await (await call('GET', '/trees')).json()).toEqual({
      trees: [
        {
          name: 'release',
          description: null,
          inputs: [
            { name: 'what', type: 'string', description: null, required: false, default: 'app', options: [] },
          ],
          steps: 3,
        },
      ],
    });
    await orchard.close();
  });

  it('refuses trees that are not registered, or have another way to start, and deciders that are not named', async () => {
    const { call, path, view, start, asked, orchard } = await scene();
    expect((await start({ tree: 'nothing' })).status).toBe(404);
    expect((await start({ tree: 'build-feature' })).status).toBe(400);
    expect((await start({ tree: 'release', inputs: { waht: 1 } })).status).toBe(400);
    expect((await start({ tree: 'release', steps: {} })).status).toBe(400);
    const operation = await view(await start({ tree: 'release' }));
    await asked(operation);
    const denied = orchard.operations.decide({
      tenantId: (await import('./harness.ts')).alice.tenantId,
      operationId: operation.id,
      step: 'ask',
      decision: 'approved',
      by: 'bob',
    });
    await expect(denied).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const foreign = await call(
      'POST',
      `${path}/${operation.id}/approvals/ask`,
      { decision: 'approved' },
      { 'x-user': 'mallory' },
    );
    expect(foreign.status).toBe(404);
    await orchard.close();
  });
});
