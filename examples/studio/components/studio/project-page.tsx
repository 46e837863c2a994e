'use client';

import { type Loaded, useOperations, useProject } from '@orchard-studio/client/react';
import { isOperationEnd, type ProjectView } from '@orchard-studio/core';
import Link from 'next/link';
import { useState } from 'react';
import { waitingIn } from '@/components/operations/approvals';
import { OperationsView } from '@/components/operations/operations-view';
import { WaitingBanner } from '@/components/operations/waiting-banner';
import { MessagePage } from '@/components/shell/message-page';
import { PlaceProvider, usePlace } from '@/components/shell/place';
import { Button, buttonStyle } from '@/components/ui/button';
import { cn } from '@/lib/cn';
import { useTitle } from '@/lib/use-title';
import { Studio } from './studio';
import { StudioHeader } from './studio-header';

/** One project, seen as a conversation that becomes an app, or as the operations that ran for it. */
export function ProjectPage({ projectId }: { readonly projectId: string }) {
  return (
    <PlaceProvider projectId={projectId}>
      <Views projectId={projectId} />
    </PlaceProvider>
  );
}

function Views({ projectId }: { readonly projectId: string }) {
  const { place } = usePlace();
  const project = useProject(projectId);
  const [limit, setLimit] = useState(100);
  const operations = useOperations(projectId, { limit });
  const [isStale, setStale] = useState(false);
  const isStudio = place.view === 'studio';
  // Once it was open the studio stays, so that nothing that was typed or scrolled there is lost.
  const [hasStudio, setHasStudio] = useState(isStudio);
  if (isStudio && !hasStudio) setHasStudio(true);
  useTitle(isStudio || place.view === 'operations' ? titleOf(project.data, isStudio) : undefined);

  if (project.error !== undefined && project.data === undefined) return <NoProject project={project} />;
  const running = (operations.data ?? []).filter(({ status }) => !isOperationEnd(status)).length;
  // On its own page an approval is asked for in full.
  const elsewhere = waitingIn(operations.data).filter(
    ({ operationId }) => place.view !== 'operation' || operationId !== place.operation,
  );
  return (
    <div className="flex h-dvh flex-col">
      <StudioHeader project={project.data} isStale={isStale} running={running} />
      <WaitingBanner waiting={elsewhere} />
      <div className="relative min-h-0 flex-1">
        {hasStudio || isStudio ? (
          <div inert={!isStudio} className={cn('absolute inset-0', !isStudio && 'invisible')}>
            <Studio project={project} projectId={projectId} operations={operations} onStale={setStale} />
          </div>
        ) : null}
        {place.view === 'studio' ? null : (
          <OperationsView
            projectId={projectId}
            operations={operations}
            limit={limit}
            onLimit={setLimit}
            place={place}
          />
        )}
      </div>
    </div>
  );
}

const titleOf = (project: ProjectView | undefined, isStudio: boolean): string | undefined =>
  project === undefined || isStudio ? project?.name : `Operations of ${project.name}`;

function NoProject({ project }: { readonly project: Loaded<ProjectView> }) {
  const isGone = project.error?.code === 'NOT_FOUND' || project.error?.code === 'INVALID_INPUT';
  return (
    <MessagePage
      title={isGone ? 'There is no such project' : 'The Orchard server does not answer'}
      text={
        isGone
          ? 'It may have been deleted, or the address is wrong.'
          : 'Check that it still runs, then try again.'
      }
    >
      {isGone ? null : <Button onClick={() => void project.reload()}>Try again</Button>}
      <Link href="/" className={buttonStyle({ look: isGone ? 'primary' : 'secondary' })}>
        All projects
      </Link>
    </MessagePage>
  );
}
