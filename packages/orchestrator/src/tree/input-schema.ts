import { isJsonObject, type JsonValue, jsonValueSchema } from '@orchard-studio/core';
import { z } from 'zod';

const baseSchema = z.strictObject({
  /** Without a type, any JSON value is taken. */
  type: z.enum(['string', 'number', 'boolean', 'choice', 'json']).optional(),
  /** What a `choice` chooses from. */
  options: z.array(z.string().min(1).max(200)).min(1).max(200).optional(),
  required: z.boolean().optional(),
  default: jsonValueSchema.optional(),
  description: z.string().max(2_000).optional(),
});

type Declared = z.infer<typeof baseSchema>;

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (isJsonObject(value)) return 'an object';
  if (typeof value === 'object') return 'a list';
  return typeof value === 'string' ? 'a text' : typeof value === 'number' ? 'a number' : 'true or false';
}

const EXPECTED = { string: 'a text', number: 'a number', boolean: 'true or false' } as const;

/** What a value of an input must be, when it is not that; undefined when it is right. Never shows the value. */
export function mismatch({ type, options = [] }: Declared, value: JsonValue): string | undefined {
  switch (type) {
    case undefined:
    case 'json':
      return undefined;
    case 'choice':
      return typeof value === 'string' && options.includes(value)
        ? undefined
        : `must be one of ${options.map((option) => `"${option}"`).join(', ')}`;
    default:
      return typeof value === type ? undefined : `must be ${EXPECTED[type]}, not ${kindOf(value)}`;
  }
}

/** One entry of `inputs`. */
export const inputSchema = baseSchema.superRefine((input, context) => {
  if ((input.type === 'choice') !== (input.options !== undefined))
    context.addIssue({ code: 'custom', message: '`options` and `type: choice` belong together' });
  const wrong = input.default === undefined ? undefined : mismatch(input, input.default);
  if (wrong !== undefined) context.addIssue({ code: 'custom', path: ['default'], message: wrong });
});

export const INPUT_KEYS: readonly string[] = Object.keys(baseSchema.shape);
