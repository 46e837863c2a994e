import { type NewOperationEvent, OrchardError } from '@orchard-studio/core';
import { z } from 'zod';
import { expand } from '../expression/expand.ts';
import type { Scope } from '../expression/scope.ts';
import { durationSchema } from '../tree/duration.ts';
import type { Node, StepKind } from './node.ts';

/** How a step waits. */
export interface Wait {
  /** When it is over, in milliseconds since 1970. */
  readonly until: number;
  readonly message: string;
  readonly data?: NonNullable<NewOperationEvent['data']>;
}

const MAX_MESSAGE = 2_000;

const approvalSchema = z.looseObject({
  message: z.coerce.string().optional(),
  approvers: z.array(z.string()).optional(),
});
const waitSchema = z.looseObject({
  for: z.union([durationSchema, z.number().min(0)]).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});

function read<T>(schema: z.ZodType<T>, node: Node, scope: Scope): T {
  const result = schema.safeParse(expand(node.step.with, scope));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new OrchardError(
    'EXPRESSION_INVALID',
    `"${node.step.key}": with.${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not right'}.`,
  );
}

/**
 * Who alone may decide on an approval; empty when anybody may.
 *
 * @throws EXPRESSION_INVALID
 */
export function approversOf(node: Node, scope: Scope): readonly string[] {
  return read(approvalSchema, node, scope).approvers ?? [];
}

/** What a person is asked to decide. */
export interface ApprovalQuestion {
  readonly message: string;
  /** Who alone may decide; empty when anybody may. */
  readonly approvers: string[];
}

/** The question of an approval that waits. One whose expressions fail now was asked before they did. */
export function questionOf(node: Node, scope: Scope): ApprovalQuestion {
  try {
    const { message = node.step.name, approvers = [] } = read(approvalSchema, node, scope);
    return { message: message.slice(0, MAX_MESSAGE), approvers };
  } catch {
    return { message: node.step.name, approvers: [] };
  }
}

/**
 * Until when, and for what, a step waits.
 *
 * @throws EXPRESSION_INVALID
 */
export function waitOf(
  node: Node,
  kind: StepKind,
  { nowMs, scope }: { readonly nowMs: number; readonly scope: Scope },
): Wait {
  const deadline = nowMs + node.step.timeoutMs;
  if (kind === 'approval') {
    const { message = node.step.name, approvers } = read(approvalSchema, node, scope);
    const data = approvers === undefined ? {} : { data: { approvers } };
    return { until: deadline, message: message.slice(0, MAX_MESSAGE), ...data };
  }
  if (kind === 'tree') return { until: deadline, message: node.step.name };
  const { for: ms = 0, until } = read(waitSchema, node, scope);
  const end = until === undefined ? nowMs + ms : Date.parse(until);
  return { until: end, message: `Waiting until ${new Date(end).toISOString()}.` };
}
