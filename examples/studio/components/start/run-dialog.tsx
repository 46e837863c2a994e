'use client';

import type { TreeView } from '@orchard-studio/core';
import { ArrowLeft, Play } from 'lucide-react';
import { useId, useState } from 'react';
import { usePlace } from '@/components/shell/place';
import { Button } from '@/components/ui/button';
import { Dialog, focusFirst } from '@/components/ui/dialog';
import { NoTrees } from './no-trees';
import { TreeForm } from './tree-form';
import { TreeList } from './tree-list';
import { useStart } from './use-start';

export interface RunDialogProps {
  readonly projectId: string;
  readonly trees: readonly TreeView[];
  readonly onClose: () => void;
}

/** Asks which tree to run and with what inputs, starts it, and shows it. Mount it while it is open. */
export function RunDialog({ projectId, trees, onClose }: RunDialogProps) {
  const id = useId();
  const { go } = usePlace();
  const start = useStart(projectId);
  const [picked, setPicked] = useState<string>();
  const [last, setLast] = useState<string>();
  const [only, ...others] = trees;
  const tree = others.length === 0 ? only : trees.find(({ name }) => name === picked);
  const show = (next: string | undefined): void => {
    setLast(picked);
    setPicked(next);
    start.clear();
    // The other half of the dialog is drawn by then.
    requestAnimationFrame(() => focusFirst(document.getElementById(id)));
  };
  const picking = only === undefined ? 'There is none yet.' : 'Pick what is to run for this project.';
  const footer =
    tree === undefined ? undefined : (
      <>
        {others.length === 0 ? null : (
          <Button look="quiet" className="me-auto" onClick={() => show(undefined)}>
            <ArrowLeft aria-hidden className="rtl:rotate-180" />
            All trees
          </Button>
        )}
        <Button
          type="submit"
          form={`${id}-form`}
          // Not disabled, which would lose it the focus.
          aria-disabled={start.isStarting}
          className="aria-disabled:opacity-55"
          data-focus-first={tree.inputs.length === 0 || undefined}
        >
          <Play aria-hidden />
          {start.isStarting ? 'Starting…' : 'Start'}
        </Button>
      </>
    );
  return (
    <Dialog
      id={id}
      open
      onOpenChange={onClose}
      title={tree === undefined ? 'Run a tree' : `Run ${tree.name}`}
      description={tree === undefined ? picking : (tree.description ?? '')}
      size="narrow"
      footer={footer}
    >
      {tree === undefined ? (
        trees.length === 0 ? (
          <NoTrees />
        ) : (
          <TreeList trees={trees} last={last} onPick={show} />
        )
      ) : (
        <TreeForm
          key={tree.name}
          id={`${id}-form`}
          tree={tree}
          start={start}
          onStarted={(operation) => {
            onClose();
            go({ view: 'operation', operation });
          }}
        />
      )}
    </Dialog>
  );
}
