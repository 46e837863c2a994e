'use client';

import { Eye, ListTree, MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { useMediaQuery } from '@/lib/use-media-query';

export type PaneName = 'chat' | 'plan' | 'preview';

const NAMES: readonly PaneName[] = ['chat', 'plan', 'preview'];

export interface PanesProps {
  readonly chat: ReactNode;
  readonly plan: ReactNode;
  readonly preview: ReactNode;
  /** The one that is shown where there is room for one. */
  readonly pane: PaneName;
  readonly onPane: (pane: PaneName) => void;
}

/** Three panes side by side, or behind three tabs where the window is narrow. */
export function Panes(props: PanesProps) {
  const isWide = useMediaQuery('(min-width: 1024px)');
  if (isWide === undefined) return <main aria-busy className="flex-1" />;
  return isWide ? <SideBySide {...props} /> : <Tabbed {...props} />;
}

function SideBySide({ chat, plan, preview }: PanesProps) {
  return (
    <main className="min-h-0 flex-1">
      <Group id="studio-panes" orientation="horizontal" className="h-full">
        <Panel id="chat" defaultSize="31" minSize="280px" className="min-w-0">
          {chat}
        </Panel>
        <Separator aria-label="Resize chat and plan" className="splitter" />
        <Panel id="plan" defaultSize="33" minSize="300px" className="min-w-0">
          {plan}
        </Panel>
        <Separator aria-label="Resize plan and preview" className="splitter" />
        <Panel id="preview" defaultSize="36" minSize="300px" className="min-w-0">
          {preview}
        </Panel>
      </Group>
    </main>
  );
}

function Tabbed({ chat, plan, preview, pane, onPane }: PanesProps) {
  return (
    <main className="min-h-0 flex-1">
      <Tabs
        value={pane}
        onValueChange={(value) => onPane(NAMES.find((name) => name === value) ?? 'chat')}
        className="h-full"
      >
        <div className="border-b px-3 py-1.5">
          <TabsList aria-label="Panes" className="flex w-full [&>*]:flex-1">
            <TabsTrigger value="chat">
              <MessageSquare aria-hidden />
              Chat
            </TabsTrigger>
            <TabsTrigger value="plan">
              <ListTree aria-hidden />
              Plan
            </TabsTrigger>
            <TabsTrigger value="preview">
              <Eye aria-hidden />
              Preview
            </TabsTrigger>
          </TabsList>
        </div>
        <TabsContent value="chat" tabIndex={-1}>
          {chat}
        </TabsContent>
        <TabsContent value="plan" tabIndex={-1}>
          {plan}
        </TabsContent>
        <TabsContent value="preview" tabIndex={-1}>
          {preview}
        </TabsContent>
      </Tabs>
    </main>
  );
}
