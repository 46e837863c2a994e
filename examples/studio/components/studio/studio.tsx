'use client';

import {
  type BuildOptions,
  useArchitectChat,
  useOperation,
  useOperations,
  useProject,
} from '@orchard-studio/client/react';
import { type Assumption, isOperationEnd } from '@orchard-studio/core';
import Link from 'next/link';
import { useState } from 'react';
import { ChatPane } from '@/components/chat/chat-pane';
import { useConversation } from '@/components/chat/use-conversation';
import { PlanPane } from '@/components/plan/plan-pane';
import { BuildStatus } from '@/components/preview/build-status';
import { PreviewPane, type PreviewTab } from '@/components/preview/preview-pane';
import { MessagePage } from '@/components/shell/message-page';
import { Button, buttonStyle } from '@/components/ui/button';
import { useRepeat } from '@/lib/use-repeat';
import { useReturn } from '@/lib/use-return';
import { useTitle } from '@/lib/use-title';
import { type PaneName, Panes } from './panes';
import { StudioHeader } from './studio-header';
import { useBuildEnd } from './use-build-end';

/** One project: the conversation, the plan it leads to, and what is built from it. */
export function Studio({ projectId }: { readonly projectId: string }) {
  const project = useProject(projectId);
  const chat = useArchitectChat({ projectId });
  const conversation = useConversation(chat);
  const operations = useOperations(projectId);
  const [chosen, setChosen] = useState<string>();
  const operation = useOperation(chosen ?? operations.data?.[0]?.id);
  const [pane, setPane] = useState<PaneName>('chat');
  const [pickedTab, setTab] = useState<PreviewTab>();
  const isBuilding = operation.status !== undefined && !isOperationEnd(operation.status);
  useTitle(project.data?.name);
  // After a restart the app comes up again by itself, without a build that could be followed.
  useRepeat(project.data?.environments.staging.status === 'deploying' && !isBuilding, project.reload);

  useReturn(() => {
    if (chat.pending) return;
    void project.reload();
    void chat.reload();
    void operations.reload();
  });
  useBuildEnd(operation.status, () => {
    void project.reload();
    void chat.reload();
    void operations.reload();
    if (operation.progress.ended && operation.progress.status === 'complete') setTab('app');
  });

  if (project.error !== undefined && project.data === undefined) {
    const isGone = project.error.code === 'NOT_FOUND' || project.error.code === 'INVALID_INPUT';
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

  const build = async (options: BuildOptions): Promise<void> => {
    const { operationId } = await chat.approveAndBuild(options);
    setChosen(operationId);
    setTab('build');
    setPane('preview');
    // The button that was pressed cannot be pressed again and loses its focus: the build is what to look at now.
    requestAnimationFrame(() => {
      const active = document.activeElement;
      if (active === document.body || active?.matches(':disabled') === true)
        document.getElementById('build-tab')?.focus();
    });
    await operations.reload();
  };
  const correct = ({ assumption }: Assumption): void => {
    setPane('chat');
    conversation.setText(`About “${assumption}”: `);
    // The chat may only now be coming into view.
    requestAnimationFrame(() => document.getElementById('composer')?.focus());
  };

  return (
    <div className="flex h-dvh flex-col">
      <StudioHeader project={project.data} connection={isBuilding ? operation.connection : undefined} />
      <BuildStatus operation={operation} />
      <Panes
        pane={pane}
        onPane={setPane}
        chat={<ChatPane conversation={conversation} />}
        plan={
          <PlanPane
            isDown={project.data?.environments.staging.status === 'unhealthy'}
            chat={chat}
            isBuilding={isBuilding}
            onBuild={build}
            onCorrect={correct}
          />
        }
        preview={
          <PreviewPane
            project={project.data}
            operation={operation}
            operations={operations.data ?? []}
            onChooseOperation={setChosen}
            tab={pickedTab ?? (isBuilding ? 'build' : 'app')}
            onTab={setTab}
          />
        }
      />
    </div>
  );
}
