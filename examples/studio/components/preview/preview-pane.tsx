'use client';

import type { OperationHandle } from '@orchard-studio/client/react';
import type { OperationSummary, ProjectView } from '@orchard-studio/core';
import { AppWindow, ListChecks, ScrollText } from 'lucide-react';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { AppFrame } from './app-frame';
import { BuildView } from './build-view';
import { LogsView } from './logs-view';

export type PreviewTab = 'app' | 'build' | 'logs';

const TABS: readonly PreviewTab[] = ['app', 'build', 'logs'];

export interface PreviewPaneProps {
  readonly project: ProjectView | undefined;
  readonly operation: OperationHandle;
  readonly operations: readonly OperationSummary[];
  readonly onChooseOperation: (id: string) => void;
  readonly tab: PreviewTab;
  readonly onTab: (tab: PreviewTab) => void;
}

export function PreviewPane(props: PreviewPaneProps) {
  const { project, operation, operations, onChooseOperation, tab, onTab } = props;
  return (
    <Tabs
      value={tab}
      onValueChange={(value) => onTab(TABS.find((each) => each === value) ?? 'app')}
      className="@container h-full"
    >
      <header className="flex min-h-13 flex-wrap items-center gap-2 border-b px-4 py-1.5">
        <h2 className="me-auto text-sm font-semibold @max-[24rem]:sr-only max-lg:sr-only">Preview</h2>
        <TabsList
          aria-label="Preview"
          className="max-lg:w-full max-lg:[&>*]:flex-1 @max-[24rem]:w-full @max-[24rem]:[&>*]:flex-1"
        >
          <TabsTrigger value="app">
            <AppWindow aria-hidden />
            App
          </TabsTrigger>
          <TabsTrigger value="build" id="build-tab">
            <ListChecks aria-hidden />
            Build
          </TabsTrigger>
          <TabsTrigger value="logs">
            <ScrollText aria-hidden />
            Logs
          </TabsTrigger>
        </TabsList>
      </header>
      <TabsContent value="app" className="flex flex-col" tabIndex={-1}>
        <AppFrame
          project={project}
          isBuilding={operation.status === 'running' || operation.status === 'queued'}
        />
      </TabsContent>
      <TabsContent value="build" className="overflow-y-auto -outline-offset-2">
        <BuildView operation={operation} operations={operations} onChooseOperation={onChooseOperation} />
      </TabsContent>
      <TabsContent value="logs" className="flex flex-col" tabIndex={-1}>
        <LogsView project={project} operation={operation} isShown={tab === 'logs'} />
      </TabsContent>
    </Tabs>
  );
}
