import { OrchardError } from '../../errors/orchard-error.ts';

/** The error every store raises for a record that the caller cannot see or that does not exist. */
export function notFound(what: string, id: string): OrchardError {
  return new OrchardError('NOT_FOUND', `There is no ${what} "${id}".`, { details: { id } });
}

/** The error every store raises when a new record brings the id of a stored one. */
export function idTaken(what: string, id: string): OrchardError {
  return new OrchardError('INVALID_INPUT', `The id "${id}" is taken by another ${what}; use a new id.`, {
    details: { id },
  });
}

/** The error every store raises when a decision was made on an older version of the operation. */
export function versionConflict(operationId: string, ifVersion: number): OrchardError {
  return new OrchardError(
    'VERSION_CONFLICT',
    `Operation "${operationId}" is no longer at version ${ifVersion}; load it again and decide anew.`,
    { details: { operationId, ifVersion } },
  );
}
