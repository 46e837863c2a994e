'use client';

import type { BuildOptions } from '@orchard-studio/client/react';
import {
  type AppTarget,
  appTargetSchema,
  type BlueprintDetail,
  isApproved,
  type OrchardError,
  toOrchardError,
} from '@orchard-studio/core';
import { Hammer } from 'lucide-react';
import { useId, useState } from 'react';
import { Failure } from '@/components/shell/failure';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/input';

export interface BuildBarProps {
  readonly detail: BlueprintDetail;
  /** A turn or a build is under way. */
  readonly busy: 'turn' | 'build' | undefined;
  /** What was built does not run any more: building it again brings it back. */
  readonly isDown: boolean;
  /** Approves what is shown and builds it. */
  readonly onBuild: (options: BuildOptions) => Promise<void>;
}

/** Building the same approved revision once more would only give the build that is there. */
const isBuilt = (blueprint: BlueprintDetail['blueprint']): boolean =>
  blueprint.status === 'built' && isApproved(blueprint);

const TARGETS: Readonly<Record<AppTarget, string>> = {
  node: 'Node, nothing to install',
  next: 'Next.js and Tailwind',
};

type Situation = Omit<BuildBarProps, 'onBuild'> & { readonly target: AppTarget | undefined };

function reasonOf({ detail, busy, isDown, target }: Situation): string {
  const { blueprint, readiness } = detail;
  if (busy === 'build') return 'A build is running.';
  if (busy === 'turn') return 'The Architect is changing the plan.';
  if (isBuilt(blueprint) && target === undefined)
    return isDown
      ? 'The app does not run any more. Build this revision again.'
      : 'This revision has been built. Change the plan to build again.';
  if (!readiness.ready)
    return readiness.blockers.length === 1
      ? 'One blocker has to be settled first.'
      : `${readiness.blockers.length} blockers have to be settled first.`;
  return `Approves revision ${blueprint.revision} as it is shown.`;
}

/** The one button that builds, why it cannot, and the way around for who insists. */
export function BuildBar({ detail, busy, isDown, onBuild }: BuildBarProps) {
  const id = useId();
  const [starting, setStarting] = useState(false);
  const [asking, setAsking] = useState(false);
  const [target, setTarget] = useState<AppTarget>();
  const [failure, setFailure] = useState<{ readonly error: OrchardError; readonly force: boolean }>();
  const { ready, blockers } = detail.readiness;
  const wasBuilt = detail.blueprint.builtFeatureSlug !== null;
  const settled = isBuilt(detail.blueprint) && !isDown && target === undefined;
  const blocked = busy !== undefined || starting || settled;

  const build = async (force: boolean): Promise<void> => {
    setStarting(true);
    setFailure(undefined);
    try {
      await onBuild({ ...(force ? { force } : {}), ...(target === undefined ? {} : { target }) });
      setTarget(undefined);
    } catch (error) {
      setFailure({ error: toOrchardError(error), force });
    } finally {
      setStarting(false);
    }
  };

  return (
    <div className="grid gap-2 border-t bg-surface px-4 py-3">
      {failure === undefined ? null : (
        <Failure error={failure.error} onRetry={() => void build(failure.force)} />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={blocked || !ready} aria-describedby={id} onClick={() => void build(false)}>
          <Hammer aria-hidden />
          {starting ? 'Starting…' : 'Approve and build'}
        </Button>
        {ready ? null : (
          <Button look="secondary" disabled={blocked} onClick={() => setAsking(true)}>
            Build anyway
          </Button>
        )}
        <p id={id} className="min-w-36 flex-1 text-sm text-muted">
          {reasonOf({ detail, busy, isDown, target })}
        </p>
        <label htmlFor={`${id}-target`} className="flex items-center gap-2 text-sm text-muted">
          Runs on
          <Select
            id={`${id}-target`}
            value={target ?? ''}
            disabled={busy !== undefined || starting}
            onChange={(event) => setTarget(appTargetSchema.safeParse(event.target.value).data)}
          >
            <option value="">{wasBuilt ? 'the same as before' : TARGETS.node}</option>
            {appTargetSchema.options
              .filter((each) => wasBuilt || each !== 'node')
              .map((each) => (
                <option key={each} value={each}>
                  {TARGETS[each]}
                </option>
              ))}
          </Select>
        </label>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Build although something is missing?"
        confirm="Build anyway"
        onConfirm={() => void build(true)}
      >
        <div className="grid gap-2 text-sm">
          <p>These are recorded in spec.md as accepted risks, and the app is built without them:</p>
          <ul className="grid list-disc gap-1 ps-5">
            {blockers.map((blocker) => (
              <li key={`${blocker.code} ${blocker.item}`}>{blocker.message}</li>
            ))}
          </ul>
        </div>
      </ConfirmDialog>
    </div>
  );
}
