'use client';

import type { OperationView, RerunRequest } from '@orchard-studio/core';
import { type ReactNode, useId, useState } from 'react';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/input';
import { effectOf, type RerunScope, startsOf, whyNotAlone } from './rerun-plan';

/** No step has this key. */
const EVERYTHING = '';

export interface RerunDialogProps {
  readonly view: OperationView;
  /** The step it was opened for; undefined for the whole operation. */
  readonly from: string | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onRerun: (request: RerunRequest) => void;
}

/** Asks from where an ended operation is to run again. */
export function RerunDialog({ view, from, open, onClose, onRerun }: RerunDialogProps) {
  const id = useId();
  const [picked, setPicked] = useState<string>();
  const [wanted, setScope] = useState<RerunScope>('downstream');
  const [isLatest, setLatest] = useState(false);
  const key = picked ?? from ?? EVERYTHING;
  const start = key === EVERYTHING ? undefined : key;
  const reason = start === undefined ? undefined : whyNotAlone(view, start);
  const scope: RerunScope = reason === undefined ? wanted : 'downstream';
  const change = (next: boolean): void => {
    if (next) return;
    setPicked(undefined);
    setScope('downstream');
    setLatest(false);
    onClose();
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={change}
      title="Run again"
      confirm="Run again"
      onConfirm={() =>
        onRerun({
          ...(start === undefined ? {} : { from: start, scope }),
          ...(isLatest ? { plan: 'latest' } : {}),
        })
      }
      fields={
        <div className="mt-3 grid gap-3 text-sm">
          <label htmlFor={`${id}-from`} className="grid gap-1 font-medium">
            From
            <Select
              id={`${id}-from`}
              value={key}
              className="w-full font-normal"
              onChange={(event) => setPicked(event.target.value)}
            >
              <option value={EVERYTHING}>The beginning: everything</option>
              {startsOf(view).map((step) => (
                <option key={step.key} value={step.key}>
                  {step.name}
                </option>
              ))}
            </Select>
          </label>
          {start === undefined ? null : (
            <Scope name={`${id}-scope`} value={scope} whyNotAlone={reason} onChange={setScope} />
          )}
          <label className="flex min-h-6 items-start gap-2">
            <input
              type="checkbox"
              checked={isLatest}
              className="mt-1 size-4 accent-leaf"
              onChange={(event) => setLatest(event.target.checked)}
            />
            <span>
              With the tree as it is registered now
              <span className="block text-xs text-muted">
                Otherwise as it was when this operation started.
              </span>
            </span>
          </label>
        </div>
      }
    >
      <p className="text-sm">{effectOf(view, start, scope)}</p>
    </ConfirmDialog>
  );
}

interface ScopeProps {
  readonly name: string;
  readonly value: RerunScope;
  readonly whyNotAlone: string | undefined;
  readonly onChange: (scope: RerunScope) => void;
}

/** How much of what follows a step runs with it. */
function Scope({ name, value, whyNotAlone: reason, onChange }: ScopeProps) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 font-medium">What runs</legend>
      <Choice name={name} checked={value === 'downstream'} onPick={() => onChange('downstream')}>
        This step and what follows
      </Choice>
      <Choice
        name={name}
        checked={value === 'only'}
        disabled={reason !== undefined}
        onPick={() => onChange('only')}
      >
        Only this step
        {reason === undefined ? null : <span className="block text-xs text-muted">{reason}</span>}
      </Choice>
    </fieldset>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onPick: () => void;
  readonly children: ReactNode;
}

function Choice({ name, checked, disabled = false, onPick, children }: ChoiceProps) {
  return (
    <label className="flex min-h-6 items-start gap-2">
      <input
        type="radio"
        name={name}
        checked={checked}
        disabled={disabled}
        className="mt-1 size-4 accent-leaf"
        onChange={onPick}
      />
      <span>{children}</span>
    </label>
  );
}
