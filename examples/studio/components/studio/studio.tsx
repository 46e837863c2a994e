'use client';

import {
  type BuildOptions,
  type Loaded,
  type OperationList,
  useArchitectChat,
  useOperation,
} from '@orchard-studio/client/react';
import { type Assumption, isOperationEnd, type ProjectView } from '@orchard-studio/core';
import { useEffect, useMemo, useState } from 'react';
import { ChatPane } from '@/components/chat/chat-pane';
import { useConversation } from '@/components/chat/use-conversation';
import { PlanPane } from '@/components/plan/plan-pane';
import { BuildStatus } from '@/components/preview/build-status';
import { PreviewPane, type PreviewTab } from '@/components/preview/preview-pane';
import { useRepeat } from '@/lib/use-repeat';
import { useReturn } from '@/lib/use-return';
import { type PaneName, Panes } from './panes';
import { useBuildEnd } from './use-build-end';

/** The tree that builds an approved plan; operations of other trees have a page of their own. */
const BUILD_TREE = 'build-feature';

export interface StudioProps {
  readonly project: Loaded<ProjectView>;
  readonly projectId: string;
  readonly operations: OperationList;
  /** Told when the connection of the running build is lost, and found again. */
  readonly onStale: (isStale: boolean) => void;
}

/** One project: the conversation, the plan it leads to, and what is built from it. */
export function Studio({ project, projectId, operations, onStale }: StudioProps) {
  const chat = useArchitectChat({ projectId });
  const conversation = useConversation(chat);
  const builds = useMemo(
    () => (operations.data ?? []).filter(({ tree, parent }) => tree === BUILD_TREE && parent === null),
    [operations.data],
  );
  const [chosen, setChosen] = useState<string>();
  const operation = useOperation(chosen ?? builds[0]?.id);
  const [pane, setPane] = useState<PaneName>('chat');
  const [pickedTab, setTab] = useState<PreviewTab>();
  const isBuilding = operation.status !== undefined && !isOperationEnd(operation.status);
  const isStale = isBuilding && operation.connection === 'stale';
  useEffect(() => onStale(isStale), [isStale, onStale]);
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
    <div className="flex h-full flex-col">
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
            operations={builds}
            onChooseOperation={setChosen}
            tab={pickedTab ?? (isBuilding ? 'build' : 'app')}
            onTab={setTab}
          />
        }
      />
    </div>
  );
}
