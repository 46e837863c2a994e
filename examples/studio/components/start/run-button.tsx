'use client';

import type { TreeView } from '@orchard-studio/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { RunDialog } from './run-dialog';

export interface RunButtonProps {
  readonly projectId: string;
  /** Undefined until they are known. */
  readonly trees: readonly TreeView[] | undefined;
}

/** Opens the dialog in which a tree is started. */
export function RunButton({ projectId, trees }: RunButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button disabled={trees === undefined} onClick={() => setOpen(true)}>
        <Play aria-hidden />
        Run
      </Button>
      {open && trees !== undefined ? (
        <RunDialog projectId={projectId} trees={trees} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
