'use client';

import type { ArchitectChat } from '@orchard-studio/client/react';
import type { Assumption, BlueprintStatus } from '@orchard-studio/core';
import { ListTree } from 'lucide-react';
import { useMemo } from 'react';
import { PaneHeader } from '@/components/studio/pane-header';
import { Badge, type Tone } from '@/components/ui/badge';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Skeleton } from '@/components/ui/skeleton';
import { BuildBar, type BuildBarProps } from './build-bar';
import { changesOf } from './changed-ids';
import { PlanSections } from './plan-sections';
import { ReadinessCard } from './readiness-card';
import { SpecDialog } from './spec-dialog';

const STATUS: Readonly<Record<BlueprintStatus, { readonly word: string; readonly tone: Tone }>> = {
  drafting: { word: 'Drafting', tone: 'plain' },
  ready: { word: 'Ready', tone: 'leaf' },
  approved: { word: 'Approved', tone: 'leaf' },
  building: { word: 'Building', tone: 'sky' },
  built: { word: 'Built', tone: 'leaf' },
  discarded: { word: 'Discarded', tone: 'apple' },
};

export interface PlanPaneProps {
  readonly chat: ArchitectChat;
  readonly isBuilding: boolean;
  readonly isDown: boolean;
  readonly onBuild: BuildBarProps['onBuild'];
  readonly onCorrect: (assumption: Assumption) => void;
}

export function PlanPane({ chat, isBuilding, isDown, onBuild, onCorrect }: PlanPaneProps) {
  const { data } = chat;
  // After the first turn everything is new: marking all of it would mark nothing.
  const isFirst = (data?.blueprint.revision ?? 0) <= 1;
  const changes = useMemo(() => changesOf(isFirst ? [] : chat.changes), [isFirst, chat.changes]);
  const isEmpty = data === null || data?.blueprint.revision === 0;
  if (data === undefined || data === null || isEmpty) {
    return (
      <div className="@container flex h-full min-h-0 flex-col">
        <PaneHeader title="Plan" />
        {isEmpty ? <EmptyPlan /> : <LoadingPlan hasFailed={chat.error !== undefined} />}
      </div>
    );
  }
  const { blueprint, readiness } = data;
  const { word, tone } = STATUS[blueprint.status];
  const busy = isBuilding ? 'build' : chat.pending ? 'turn' : undefined;
  return (
    <div className="@container flex h-full min-h-0 flex-col">
      <PaneHeader title="Plan">
        <Badge tone={tone}>{word}</Badge>
        <span className="text-xs text-muted tabular-nums @max-[24rem]:sr-only">
          Revision {blueprint.revision}
        </span>
        <SpecDialog load={chat.spec} />
      </PaneHeader>
      <ScrollRegion aria-label="Blueprint" className="min-h-0 flex-1 px-4 py-4">
        <div className="grid gap-4">
          <div className="grid gap-1">
            <h3 dir="auto" className="text-xl font-semibold">
              {blueprint.feature === '' ? 'Untitled' : blueprint.feature}
            </h3>
            <p dir="auto" className="text-muted">
              {blueprint.summary}
            </p>
          </div>
          <ReadinessCard readiness={readiness} isBuilt={blueprint.status === 'built'} />
          <div className="grid gap-1">
            <PlanSections blueprint={blueprint} changes={changes} onCorrect={onCorrect} />
          </div>
        </div>
      </ScrollRegion>
      <BuildBar detail={data} busy={busy} isDown={isDown} onBuild={onBuild} />
    </div>
  );
}

function EmptyPlan() {
  return (
    <div className="grid flex-1 place-content-center justify-items-center gap-2 p-6 text-center text-muted">
      <ListTree aria-hidden className="size-8" />
      <p className="font-medium text-ink">The plan writes itself</p>
      <p className="max-w-64 text-sm">What you say in the chat becomes entities, screens and rules here.</p>
    </div>
  );
}

function LoadingPlan({ hasFailed }: { readonly hasFailed: boolean }) {
  if (hasFailed) return <p className="p-4 text-sm text-muted">The plan could not be read.</p>;
  return (
    <div role="status" aria-label="Loading the plan" className="grid gap-3 p-4">
      <Skeleton className="h-7 w-2/3" />
      <Skeleton className="h-20" />
      <Skeleton className="h-40" />
    </div>
  );
}
