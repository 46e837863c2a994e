'use client';

import { type OrchardError, toOrchardError } from '@orchard-studio/core';
import { Download, FileText } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Failure } from '@/components/shell/failure';
import { Markdown } from '@/components/shell/markdown';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { download } from '@/lib/download';

/** The specification to read and to download, rendered when it is opened. */
export function SpecDialog({ load }: { readonly load: () => Promise<string> }) {
  const [open, setOpen] = useState(false);
  const [markdown, setMarkdown] = useState<string>();
  const [error, setError] = useState<OrchardError>();

  const read = useCallback(async (): Promise<void> => {
    setError(undefined);
    try {
      setMarkdown(await load());
    } catch (failure) {
      setError(toOrchardError(failure));
    }
  }, [load]);
  useEffect(() => {
    if (open) void read();
    else setMarkdown(undefined);
  }, [open, read]);

  return (
    <>
      <Button look="secondary" size="small" onClick={() => setOpen(true)}>
        <FileText aria-hidden />
        View spec.md
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="spec.md"
        description="The specification the build works from."
        actions={
          <Button
            look="secondary"
            size="small"
            disabled={markdown === undefined}
            onClick={() => markdown !== undefined && download(markdown, 'spec.md', 'text/markdown')}
          >
            <Download aria-hidden />
            Download
          </Button>
        }
      >
        {error === undefined ? null : <Failure error={error} onRetry={() => void read()} />}
        {markdown === undefined && error === undefined ? <Skeleton className="h-64" /> : null}
        {markdown === undefined ? null : <Markdown text={markdown} hidesHtml />}
      </Dialog>
    </>
  );
}
