'use client';

import type { OperationHandle } from '@orchard-studio/client/react';
import { PHASES } from '@orchard-studio/core';
import { OPERATION_WORDS, PHASE_NAMES } from './status-words';

/** Announces each phase once as it begins, and the end. */
export function BuildStatus({ operation }: { readonly operation: OperationHandle }) {
  const { status, progress } = operation;
  const phase = PHASES.findLast((each) => progress.phases[each] === 'in_progress');
  const words =
    status === undefined
      ? ''
      : status === 'running' && phase !== undefined
        ? `Build: ${PHASE_NAMES[phase]} has begun.`
        : `Build: ${OPERATION_WORDS[status].word}.`;
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}
