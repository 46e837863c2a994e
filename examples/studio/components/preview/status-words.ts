import type { EventStatus, OperationStatus, Phase } from '@orchard-studio/core';
import type { Tone } from '@/components/ui/badge';

export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  spec: 'Specification',
  design: 'Design',
  implement: 'Implementation',
  test: 'Tests',
  deploy: 'Deployment',
};

export const STATUS_WORDS: Readonly<Record<EventStatus | 'absent', string>> = {
  queued: 'Waiting',
  in_progress: 'Running',
  waiting: 'Waiting',
  retrying: 'Trying again',
  complete: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
  absent: 'Not part of this build',
};

export const OPERATION_WORDS: Readonly<
  Record<OperationStatus, { readonly word: string; readonly tone: Tone }>
> = {
  queued: { word: 'Queued', tone: 'plain' },
  running: { word: 'Running', tone: 'sky' },
  waiting: { word: 'Waiting', tone: 'amber' },
  cancelling: { word: 'Cancelling', tone: 'amber' },
  succeeded: { word: 'Succeeded', tone: 'leaf' },
  failed: { word: 'Failed', tone: 'apple' },
  cancelled: { word: 'Cancelled', tone: 'amber' },
};
