'use client';

import { isStepEnd, type OperationView, planKeyOf } from '@orchard-studio/core';
import { Square } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';

export interface CancelButtonProps {
  readonly view: OperationView;
  /** A cancel was asked for and has not ended yet. */
  readonly isCancelling: boolean;
  readonly onCancel: () => Promise<void>;
}

/** What a cancel will do, counted from the steps as they stand. */
function effectsOf({ steps }: OperationView): readonly string[] {
  // The step of a matrix stands for its combinations, which count themselves.
  const groups = new Set(steps.filter(({ key }) => key.includes('.')).map(({ key }) => planKeyOf(key)));
  const main = steps.filter((step) => !step.finally && !groups.has(step.key));
  const running = main.filter(({ status }) => status === 'running').length;
  const open = main.filter(({ status }) => !isStepEnd(status)).length - running;
  const cleanup = steps
    .filter((step) => step.finally && !isStepEnd(step.status))
    .map(({ name }) => `“${name}”`);
  return [
    ...(running > 0
      ? [`${running === 1 ? 'One running step is' : `${running} running steps are`} stopped.`]
      : []),
    ...(open > 0 ? [`${open === 1 ? 'One step' : `${open} steps`} that did not begin will not run.`] : []),
    cleanup.length > 0
      ? `Cleanup runs all the same: ${cleanup.join(', ')}.`
      : 'This tree has no cleanup of its own.',
    'What is done stays done, and can be resumed later.',
  ];
}

export function CancelButton({ view, isCancelling, onCancel }: CancelButtonProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button look="danger" size="small" disabled={isCancelling} onClick={() => setAsking(true)}>
        <Square aria-hidden />
        {isCancelling ? 'Cancelling…' : 'Cancel operation'}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this operation?"
        confirm="Cancel operation"
        dismiss="Keep it running"
        look="danger"
        onConfirm={() => void onCancel()}
      >
        <ul className="grid list-disc gap-1 ps-5 text-sm">
          {effectsOf(view).map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}
