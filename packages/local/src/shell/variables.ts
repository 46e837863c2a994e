import { type ExecutorRequest, type JsonObject, type JsonValue, OrchardError } from '@orchard-studio/core';

/** Linux takes no single variable beyond 128 KiB, name included. */
const MAX_VARIABLE_BYTES = 128 * 1024 - 512;

const asText = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Letters, digits and `_` only: a name with `=` in it would set another variable. */
const nameOf = (...parts: readonly string[]): string =>
  parts
    .join('_')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .toUpperCase();

const named = (values: JsonObject, ...parts: readonly string[]) =>
  Object.entries(values).map(([name, value]) => [nameOf(...parts, name), asText(value)] as const);

function requireFitting(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const wrong = value.includes('\0')
      ? 'holds a null character, which no variable can'
      : Buffer.byteLength(value) > MAX_VARIABLE_BYTES
        ? 'is longer than a variable can be (128 KB)'
        : undefined;
    if (wrong !== undefined) throw new OrchardError('INVALID_INPUT', `The value for $${name} ${wrong}.`);
  }
}

/**
 * What a command is given. Values reach it as variables, never as text of the command: `INPUT_<NAME>`,
 * `NEEDS_<STEP>_<OUTPUT>`, `MATRIX_<NAME>`, the step's own `env`, and who it is in `ORCHARD_…`.
 *
 * @throws INVALID_INPUT when a value cannot be a variable
 */
export function variables(request: ExecutorRequest): Record<string, string> {
  const { operation, needs, step, matrix } = request;
  const made = {
    ...Object.fromEntries([
      ...named(operation.inputs, 'INPUT'),
      ...Object.entries(needs).flatMap(([key, outputs]) => named(outputs, 'NEEDS', key)),
      ...named(matrix ?? {}, 'MATRIX'),
    ]),
    ...step.env,
    ORCHARD_STEP: request.stepId,
    ORCHARD_OPERATION: operation.id,
    ORCHARD_ATTEMPT: String(request.attempt),
    ORCHARD_IDEMPOTENCY_KEY: request.idempotencyKey,
    ORCHARD_FENCING_TOKEN: String(request.fencingToken),
  };
  requireFitting(made);
  return made;
}
