import type { OperationStatus, StepStatus, StepView } from '@orchard-studio/core';
import {
  Ban,
  Circle,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  Hand,
  LoaderCircle,
  type LucideIcon,
  RotateCw,
} from 'lucide-react';
import type { Tone } from '@/components/ui/badge';

export interface StatusLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: Tone;
  /** Colour of the icon. */
  readonly color: string;
  readonly spins?: true;
}

export const STEP_LOOKS: Readonly<Record<StepStatus, StatusLook>> = {
  pending: { word: 'Pending', icon: CircleDashed, tone: 'plain', color: 'text-edge' },
  ready: { word: 'Ready', icon: Circle, tone: 'plain', color: 'text-edge' },
  running: { word: 'Running', icon: LoaderCircle, tone: 'sky', color: 'text-sky', spins: true },
  waiting: { word: 'Waiting', icon: CirclePause, tone: 'amber', color: 'text-amber' },
  retrying: { word: 'Trying again', icon: RotateCw, tone: 'amber', color: 'text-amber', spins: true },
  succeeded: { word: 'Succeeded', icon: CircleCheck, tone: 'leaf', color: 'text-leaf' },
  failed: { word: 'Failed', icon: CircleX, tone: 'apple', color: 'text-apple' },
  skipped: { word: 'Skipped', icon: CircleSlash, tone: 'plain', color: 'text-muted' },
  cancelled: { word: 'Cancelled', icon: Ban, tone: 'amber', color: 'text-amber' },
};

const APPROVAL: StatusLook = { word: 'Waiting for you', icon: Hand, tone: 'amber', color: 'text-amber' };

export const OPERATION_LOOKS: Readonly<Record<OperationStatus, StatusLook>> = {
  queued: { ...STEP_LOOKS.ready, word: 'Queued' },
  running: STEP_LOOKS.running,
  waiting: STEP_LOOKS.waiting,
  cancelling: { word: 'Cancelling', icon: LoaderCircle, tone: 'amber', color: 'text-amber', spins: true },
  succeeded: STEP_LOOKS.succeeded,
  failed: STEP_LOOKS.failed,
  cancelled: STEP_LOOKS.cancelled,
};

/** How a step is shown. One that waits for a sub-tree runs, as far as a person is concerned. */
export function lookOf({ status, uses }: Pick<StepView, 'status' | 'uses'>): StatusLook {
  if (status === 'waiting' && uses === 'approval') return APPROVAL;
  if (status === 'waiting' && uses === 'tree') return STEP_LOOKS.running;
  return STEP_LOOKS[status];
}
