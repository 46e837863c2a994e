import { artifactsIn, OrchardError } from '@orchard-studio/core';
import { printable } from '../../output/terminal.ts';
import { findOperation, shortId } from '../../trees/operation-ids.ts';
import { type HomeOptions, withTreeHome } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';

export interface ArtifactRequest extends HomeOptions {
  readonly id: string;
  readonly hash: string;
}

/** `orchard tree artifact ID HASH`: the JSON of a large output, as it was put out. */
export async function treeArtifact(request: ArtifactRequest, context: CommandContext): Promise<number> {
  const { stdout, terminal } = context;
  return withTreeHome({ options: request, context }, async (home) => {
    const operation = await findOperation(home, request.id);
    const run = await home.operations.loadRun({ operationId: operation.id });
    const hashes = run?.steps.flatMap(({ outputs }) =>
      artifactsIn(outputs ?? {}).map(({ $artifact }) => $artifact),
    );
    const found = [...new Set(hashes)].filter((hash) => hash.startsWith(request.hash));
    const [hash] = found;
    const bytes = hash === undefined || found.length > 1 ? undefined : await home.blobs.get({ hash });
    if (bytes === undefined)
      throw new OrchardError(
        'NOT_FOUND',
        `${shortId(operation.id)} has ${found.length > 1 ? 'several artifacts that begin' : 'no artifact that begins'} with "${request.hash}". See which there are: orchard tree show ${shortId(operation.id)}${home.option}`,
      );
    const text = new TextDecoder().decode(bytes);
    // Exact for programs; a terminal gets nothing that would steer it.
    terminal.line(stdout.isTTY === true ? printable(text) : text);
    return 0;
  });
}
