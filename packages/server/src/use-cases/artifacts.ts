import { artifactsIn, OrchardError, type StepState } from '@orchard-studio/core';
import type { Ports } from '../config.ts';
import type { OperationKey } from './operations.ts';

/** Large outputs of steps, which are kept in the BlobStore. */
export interface Artifacts {
  /**
   * The JSON that a reference in the outputs of the operation's own steps stands for, as UTF-8. A hash alone opens
   * nothing.
   *
   * @throws NOT_FOUND; PORT_MISSING without a BlobStore; STORAGE_CORRUPT
   */
  read(request: OperationKey & { readonly hash: string }): Promise<Uint8Array>;
}

const names = ({ outputs }: StepState, hash: string): boolean =>
  outputs !== null && artifactsIn(outputs).some(({ $artifact }) => $artifact === hash);

export function createArtifacts({ storage, blobs }: Ports): Artifacts {
  return {
    read: async ({ hash, ...key }) => {
      const missing = new OrchardError('NOT_FOUND', `The operation has no artifact "${hash}".`);
      const operation = await storage.operations.getOperation(key);
      if (operation === undefined || (key.projectId !== undefined && operation.projectId !== key.projectId))
        throw missing;
      const run = await storage.operations.loadRun(key);
      if (run?.steps.some((step) => names(step, hash)) !== true) throw missing;
      if (blobs === undefined)
        throw new OrchardError('PORT_MISSING', 'Artifacts cannot be read: pass `blobs` to createOrchard.');
      const bytes = await blobs.get({ hash });
      if (bytes === undefined) throw missing;
      return bytes;
    },
  };
}
