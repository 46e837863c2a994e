/** One row of the closed error table. Every code's docs page is generated from it. */
export interface ErrorCodeRow {
  /** HTTP status an API answers with. */
  readonly status: number;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;
  /** What leads to it, in one sentence. */
  readonly cause: string;
  /** What the reader should do about it, in one sentence. */
  readonly remedy: string;
}

/** Every error this SDK raises. Codes are never renamed; a new situation gets a new row. */
export const ERROR_CODES = {
  INVALID_INPUT: {
    status: 400,
    retryable: false,
    cause: 'A value does not have the documented shape.',
    remedy: 'Correct the fields named in `details.issues` and send the call again.',
  },
  MALFORMED_JSON: {
    status: 400,
    retryable: false,
    cause: 'The request body is not JSON.',
    remedy: 'Correct the body at the named line and column.',
  },
  UNAUTHENTICATED: {
    status: 401,
    retryable: false,
    cause: 'The request carries no accepted identity.',
    remedy: 'Sign in, or send the credentials your host expects.',
  },
  FORBIDDEN: {
    status: 403,
    retryable: false,
    cause: 'The principal may not do this.',
    remedy: 'Ask an owner of the project for the right to do it.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    retryable: false,
    cause: 'The request comes from another site, or names a host this server does not serve.',
    remedy: 'Open the studio at the address it printed and try again from there.',
  },
  NOT_FOUND: {
    status: 404,
    retryable: false,
    cause: 'Nothing with this id is visible to the caller.',
    remedy: 'Check the id; list the collection to see what exists.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retryable: false,
    cause: 'The path exists, but not with this method.',
    remedy: 'Use one of the methods in the Allow header.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    cause: 'The body is not sent as application/json.',
    remedy: 'Send JSON with the header `content-type: application/json`.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    retryable: false,
    cause: 'The body or message is larger than the limit.',
    remedy: 'Shorten it to the limit named in the message.',
  },
  REVISION_CONFLICT: {
    status: 409,
    retryable: false,
    cause: 'The Blueprint changed since the revision this call was made on.',
    remedy: 'Read the newer revision and make the change again.',
  },
  TURN_IN_PROGRESS: {
    status: 409,
    retryable: true,
    cause: 'Another turn of this Blueprint is still being answered.',
    remedy: 'Wait for the running turn, then send the message again.',
  },
  BLUEPRINT_OPERATION_INVALID: {
    status: 422,
    retryable: false,
    cause: 'A Blueprint operation does not fit the Blueprint it is applied to.',
    remedy: 'Read the current Blueprint and correct the path or value.',
  },
  NOT_APPROVED: {
    status: 409,
    retryable: false,
    cause: 'The current revision of the Blueprint has not been approved by a person.',
    remedy: 'Approve the current revision and hash, then build.',
  },
  NOT_READY_TO_BUILD: {
    status: 409,
    retryable: false,
    cause: 'The readiness gate still has blockers.',
    remedy: 'Settle the blockers in `details.blockers`, or build with `force`.',
  },
  BUILD_IN_PROGRESS: {
    status: 409,
    retryable: true,
    cause: 'Another build of the project is still running.',
    remedy: 'Wait until it has ended, or cancel it, then build again.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retryable: false,
    cause: 'The idempotency key was used before with other content.',
    remedy: 'Use a new key for a new request.',
  },
  TREE_INVALID: {
    status: 422,
    retryable: false,
    cause: 'The tree is not valid.',
    remedy: 'Correct the tree at the named line and column.',
  },
  EXPRESSION_INVALID: {
    status: 422,
    retryable: false,
    cause: 'An expression of the tree cannot be read, or fails with the values it is given.',
    remedy: 'Correct the expression named in the message, or the value it reads.',
  },
  TREE_NOT_FOUND: {
    status: 404,
    retryable: false,
    cause: 'No tree with this name is registered.',
    remedy: 'Register the tree with the host, or use one of the names listed.',
  },
  EXECUTOR_NOT_FOUND: {
    status: 422,
    retryable: false,
    cause: 'A step uses an executor that is not registered.',
    remedy: 'Register the executor under this name, or correct `uses`.',
  },
  OPERATION_NOT_RESUMABLE: {
    status: 409,
    retryable: false,
    cause: 'Only a failed or cancelled operation can be resumed.',
    remedy: 'Start a new operation.',
  },
  STEP_NOT_WAITING: {
    status: 409,
    retryable: false,
    cause: 'The step does not wait for a decision.',
    remedy: 'Load the operation again: the step was decided on, ran out of time, or was cancelled.',
  },
  GROUP_BUSY: {
    status: 409,
    retryable: false,
    cause: 'Another operation of the same concurrency group is still open.',
    remedy: 'Wait for it or cancel it; or write `on-conflict: queue` into the tree.',
  },
  VERSION_CONFLICT: {
    status: 409,
    retryable: true,
    cause: 'Another writer moved the operation on first.',
    remedy: 'Load the operation again and decide anew.',
  },
  FENCED: {
    status: 409,
    retryable: false,
    cause: 'The step has been taken over by a newer attempt; this late result is refused.',
    remedy: 'Nothing: the newer attempt reports the result.',
  },
  CANCELLED: {
    status: 499,
    retryable: false,
    cause: 'The caller cancelled the work.',
    remedy: 'Start it again when wanted.',
  },
  TIMEOUT: {
    status: 504,
    retryable: true,
    cause: 'The work did not finish within its time limit.',
    remedy: 'Raise the limit or find out what it waited for.',
  },
  STEP_FAILED: {
    status: 500,
    retryable: false,
    cause: 'A step of the tree failed.',
    remedy: 'Read the log of the step.',
  },
  OUTPUTS_TOO_LARGE: {
    status: 413,
    retryable: false,
    cause: 'A step put out more than 64 KB, and there is no BlobStore that could keep its largest values.',
    remedy: 'Give the assembly a BlobStore (`blobs`), or let the step put out less.',
  },
  CAPABILITY_UNSUPPORTED: {
    status: 501,
    retryable: false,
    cause: 'The adapter does not declare this capability.',
    remedy: 'Check `capabilities` first, or use an adapter that has it.',
  },
  PORT_MISSING: {
    status: 501,
    retryable: false,
    cause: 'The feature needs a port that this assembly was made without.',
    remedy: 'Pass the named port to createOrchard.',
  },
  MODEL_UNAVAILABLE: {
    status: 503,
    retryable: true,
    cause: 'The language model cannot be reached, is overloaded, or broke off.',
    remedy: 'Try again soon, or check the address of the model.',
  },
  MODEL_RATE_LIMITED: {
    status: 429,
    retryable: true,
    cause: 'The account of the language model has used up what it may ask for now.',
    remedy: 'Wait for `retryAfterMs`, or raise the limit with the vendor.',
  },
  MODEL_REJECTED: {
    status: 502,
    retryable: false,
    cause: 'The vendor of the language model does not take the request.',
    remedy: 'Check the key and the name of the model; the message is the vendor’s.',
  },
  STORAGE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    cause: 'The store cannot be reached or written.',
    remedy: 'Check the path, its permissions and the free space.',
  },
  STORAGE_CORRUPT: {
    status: 500,
    retryable: false,
    cause: 'The stored data cannot be read.',
    remedy: 'Keep the file, restore a backup or move it away to start empty.',
  },
  MIGRATION_REQUIRED: {
    status: 503,
    retryable: false,
    cause: 'The tables of the store are missing, or of another version.',
    remedy: 'Call migrate() once with this version of the package.',
  },
  WORKSPACE_FAILED: {
    status: 500,
    retryable: true,
    cause: 'Git could not do what was asked of it.',
    remedy: 'Read the message of git in `details`.',
  },
  GIT_MISSING: {
    status: 500,
    retryable: false,
    cause: 'The git program was not found.',
    remedy: 'Install git 2.30 or newer and make sure it is on the PATH.',
  },
  DEPLOY_FAILED: {
    status: 500,
    retryable: true,
    cause: 'The app did not become healthy.',
    remedy: 'Read the log of the app; the release before it keeps running.',
  },
  PORT_IN_USE: {
    status: 500,
    retryable: false,
    cause: 'Another program listens on the port.',
    remedy: 'Stop it, or choose another port with PORT.',
  },
  HOME_UNUSABLE: {
    status: 500,
    retryable: false,
    cause: 'The data folder cannot be used.',
    remedy: 'Choose a folder you may write with ORCHARD_HOME, or correct its permissions.',
  },
  HOME_LOCKED: {
    status: 500,
    retryable: false,
    cause: 'Another Orchard process uses the data folder.',
    remedy: 'Stop it, or choose another folder with ORCHARD_HOME.',
  },
  CONFIG_INVALID: {
    status: 500,
    retryable: false,
    cause: 'The configuration cannot be used.',
    remedy: 'Correct the option named in the message.',
  },
  UNREACHABLE: {
    status: 502,
    retryable: true,
    cause: 'The server could not be reached.',
    remedy: 'Check that it runs and that the address is right.',
  },
  INTERNAL: {
    status: 500,
    retryable: false,
    cause: 'An unexpected fault in this software.',
    remedy: 'Report it with the error id in the log.',
  },
} as const satisfies Record<string, ErrorCodeRow>;

export type ErrorCode = keyof typeof ERROR_CODES;
