import { type AppTarget, type BlueprintDetail, type BuildResponse, OrchardError } from '@orchard-studio/core';
import { useCallback } from 'react';
import type { OrchardClient } from '../client.ts';
import { useOrchard } from './context.tsx';
import { type Loaded, useLoad } from './use-load.ts';

export interface BlueprintOptions {
  readonly projectId: string;
  /** Default: the project's newest Blueprint that is not discarded. */
  readonly blueprintId?: string;
}

export interface BuildOptions {
  /** Builds although the gate has blockers. */
  readonly force?: boolean;
  /** What the app runs on. Default: what it was built for last. */
  readonly target?: AppTarget;
}

/** `data` is null when the project has no Blueprint yet. */
export interface BlueprintHandle extends Loaded<BlueprintDetail | null> {
  /**
   * Approves exactly the revision that is shown, then builds it.
   * Rejects with an OrchardError: REVISION_CONFLICT when it changed in the meantime, NOT_READY_TO_BUILD.
   */
  readonly approveAndBuild: (options?: BuildOptions) => Promise<BuildResponse>;
  /** The specification as Markdown. */
  readonly spec: () => Promise<string>;
}

async function newest(
  client: OrchardClient,
  projectId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const blueprints = await client.blueprints.list({ projectId, signal });
  return blueprints
    .filter(({ status }) => status !== 'discarded')
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    .at(0)?.id;
}

/** One Blueprint with its turns and the gate's verdict. */
export function useBlueprint(options: BlueprintOptions): BlueprintHandle {
  const { projectId } = options;
  const client = useOrchard();
  const loaded = useLoad(`${projectId}/${options.blueprintId ?? ''}`, async (signal) => {
    const blueprintId = options.blueprintId ?? (await newest(client, projectId, signal));
    return blueprintId === undefined ? null : client.blueprints.get({ projectId, blueprintId, signal });
  });
  const { data, replace, reload } = loaded;
  const blueprint = data?.blueprint;

  const approveAndBuild = useCallback(
    async ({ force, target }: BuildOptions = {}): Promise<BuildResponse> => {
      if (blueprint === undefined) throw nothingYet();
      const address = { projectId, blueprintId: blueprint.id };
      const { revision, hash } = blueprint;
      replace(await client.blueprints.approve({ ...address, revision, hash }));
      const started = await client.blueprints.build({
        ...address,
        ...(force ? { force } : {}),
        ...(target === undefined ? {} : { target }),
      });
      await reload();
      return started;
    },
    [client, projectId, blueprint, replace, reload],
  );
  const spec = useCallback(async (): Promise<string> => {
    if (blueprint === undefined) throw nothingYet();
    return client.blueprints.spec({ projectId, blueprintId: blueprint.id });
  }, [client, projectId, blueprint]);
  return { ...loaded, approveAndBuild, spec };
}

const nothingYet = (): OrchardError =>
  new OrchardError('NOT_FOUND', 'There is no Blueprint yet: send a message first.');
