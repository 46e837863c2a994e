import { isOrchardError, type JsonObject, type PlanStep } from '@orchard-studio/core';
import { compile } from '../expression/expression.ts';
import type { Reference } from '../expression/references.ts';
import type { Scope, StepResult } from '../expression/scope.ts';
import { truthOf } from './truth.ts';

/** One line of a step's truth table: what became of its needs, and what that leads to. */
export interface TruthRow {
  readonly needs: Readonly<Record<string, StepResult>>;
  /** For a step of `finally` only: what became of the other steps. */
  readonly others: StepResult | null;
  /** `depends`: on values known at run time only. `fails`: the condition cannot be evaluated. */
  readonly leadsTo: 'run' | 'skip' | 'depends' | 'fails';
}

/** Results in the order of the table. */
const RESULTS: readonly StepResult[] = ['success', 'failure', 'skipped', 'cancelled'];
/** What the steps before `finally` can end with together. */
const ENDS: readonly StepResult[] = ['success', 'failure', 'cancelled'];
/** With more needs than this, only the rows in which one of them did not succeed are shown. */
const MAX_NEEDS = 3;
const MAX_ROWS = 64;

type Needs = Readonly<Record<string, StepResult>>;

function allRows(keys: readonly string[]): readonly Needs[] {
  let rows: readonly Needs[] = [{}];
  for (const key of keys) rows = rows.flatMap((row) => RESULTS.map((result) => ({ ...row, [key]: result })));
  return rows;
}

/** All succeeded; then one that did not, the first standing for any. */
function tellingRows(keys: readonly string[]): readonly Needs[] {
  const succeeded = Object.fromEntries(keys.map((key) => [key, 'success' as const]));
  const [first = ''] = keys;
  return RESULTS.map((result) => ({ ...succeeded, [first]: result }));
}

function scopeFor(row: Pick<TruthRow, 'needs' | 'others'>, inputs: JsonObject): Scope {
  const results = [...Object.values(row.needs), ...(row.others === null ? [] : [row.others])];
  const needs = Object.fromEntries(
    Object.entries(row.needs).map(([key, result]) => [key, { result, outputs: {} }]),
  );
  const failure = results.includes('failure');
  const cancelled = results.includes('cancelled');
  return {
    inputs,
    needs,
    steps: needs,
    matrix: {},
    operation: { id: '', tree: '' },
    project: { id: null },
    env: {},
    status: { success: !failure && !cancelled && !results.includes('skipped'), failure, cancelled },
  };
}

/** Results of needs are what the row says, and inputs are known when they are given; all else is not. */
function isCertain({ context, path }: Reference, needs: Needs, inputs: JsonObject | undefined): boolean {
  if (context === 'inputs') return inputs !== undefined;
  const [key, field] = path;
  if (context === 'needs' && key === undefined) return false;
  const isStep = context === 'needs' || context === 'steps';
  return isStep && key !== undefined && Object.hasOwn(needs, key) && field === 'result';
}

function leadsTo(
  step: PlanStep,
  row: Pick<TruthRow, 'needs' | 'others'>,
  inputs: JsonObject | undefined,
): TruthRow['leadsTo'] {
  const met = step.finally || Object.values(row.needs).every((result) => result === 'success');
  if (step.if === null) return met ? 'run' : 'skip';
  try {
    const expression = compile(step.if);
    if (!expression.usesStatus && !met) return 'skip';
    const truth = truthOf(expression, expression.root, {
      scope: scopeFor(row, inputs ?? {}),
      certain: (reference) => isCertain(reference, row.needs, inputs),
    });
    return truth === undefined ? 'depends' : truth ? 'run' : 'skip';
  } catch (error) {
    if (isOrchardError(error) && error.code === 'EXPRESSION_INVALID') return 'fails';
    throw error;
  }
}

/**
 * Which results of its needs make a step run, by evaluating its real condition: every combination of results for up to
 * three needs; for more, the rows in which all succeeded, or one failed, was skipped or cancelled (the first stands
 * for any).
 */
export function truthTable(step: PlanStep, inputs: JsonObject | undefined): readonly TruthRow[] {
  const rows = step.needs.length > MAX_NEEDS ? tellingRows(step.needs) : allRows(step.needs);
  const ends = step.finally ? ENDS : [null];
  const all = rows.flatMap((needs) => ends.map((others) => ({ needs, others })));
  const kept =
    all.length > MAX_ROWS
      ? tellingRows(step.needs).map((needs) => ({ needs, others: ends[0] ?? null }))
      : all;
  return kept.map((row) => ({ ...row, leadsTo: leadsTo(step, row, inputs) }));
}
