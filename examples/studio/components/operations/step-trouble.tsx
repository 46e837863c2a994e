import type { LogEntry } from '@orchard-studio/client/react';
import { ERROR_CODES, type StepView } from '@orchard-studio/core';
import { Alert } from '@/components/ui/alert';
import { plainText } from '@/lib/ansi';

/** Lines of its log that are shown with the error: what went wrong is usually said last. */
const LAST = 3;

const isCode = (code: string): code is keyof typeof ERROR_CODES => Object.hasOwn(ERROR_CODES, code);

/** What a person can do about an error of a step. */
function remedyOf({ code }: NonNullable<StepView['error']>): string {
  if (code === 'REJECTED') return 'Resume asks again; what was done before is kept.';
  const known = isCode(code) && code !== 'STEP_FAILED' ? `${ERROR_CODES[code].remedy} ` : '';
  return `${known}Read its log, put the cause right, then resume the operation or run it again from this step.`;
}

export interface StepTroubleProps {
  readonly step: StepView;
  readonly lines: readonly LogEntry[];
}

/** Why a step failed, or is tried again. */
export function StepTrouble({ step, lines }: StepTroubleProps) {
  const { error, status, name } = step;
  if (error === null || (status !== 'failed' && status !== 'retrying')) return null;
  const last = lines.filter(({ text }) => text !== error.message).slice(-LAST);
  return (
    <Alert title={status === 'failed' ? `“${name}” failed` : 'The last attempt failed; another one follows'}>
      <p dir="auto" className="whitespace-pre-wrap">
        {plainText(error.message)} <span className="font-mono text-xs text-muted">{error.code}</span>
      </p>
      {last.length === 0 ? null : (
        <pre className="mt-1.5 overflow-x-auto rounded-lg bg-surface px-2.5 py-1.5 font-mono text-xs leading-5 whitespace-pre-wrap">
          {last.map(({ text }) => plainText(text)).join('\n')}
        </pre>
      )}
      {status === 'failed' ? <p className="mt-1.5">{remedyOf(error)}</p> : null}
    </Alert>
  );
}
