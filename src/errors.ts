/** One row of the table of errors: its HTTP status, what it means and what to do. */
export interface ErrorRow {
  status: number;
  title: string;
  action: string;
}

/**
 * Every error that a caller can meet, by its stable code. docs/errors.md is generated from this table; the code is the
 * last segment of the problem's `type`.
 */
export const errorTable = {
  invalid_json: {
    status: 400,
    title: 'The body is not JSON',
    action: 'Send one JSON object, encoded as UTF-8, that names no key twice.',
  },
  invalid_request: {
    status: 400,
    title: 'The request has faults',
    action: 'Mend every fault in `errors` (each has a JSON pointer) and send it again.',
  },
  invalid_query: {
    status: 400,
    title: 'A query parameter has a fault',
    action: 'Mend the parameters that `errors` names.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    action:
      'A request fits into 64 KiB, as a queue message does, and a decision into 512 KiB; name fewer things or use filters.',
  },
  not_authenticated: {
    status: 401,
    title: 'No identity came with the call',
    action:
      'Sign in through App Service authentication; if that is off, switch it on: without it all calls are refused.',
  },
  not_authorised: {
    status: 403,
    title: 'A role is missing',
    action: 'Ask for the app role that `detail` names.',
  },
  not_found: {
    status: 404,
    title: 'There is no such request',
    action: 'Check the id; GET /api/requests lists what there is.',
  },
  not_ready: {
    status: 409,
    title: 'The request has not come that far',
    action: 'Look at its state and try again later.',
  },
  package_removed: {
    status: 410,
    title: 'The package was deleted at the end of its time',
    action: 'Send a new export request; how long packages are kept is up to the operator.',
  },
  id_in_use: {
    status: 409,
    title: 'This requestId belongs to a request with other content',
    action: 'Use another requestId, or send exactly the same content to get the same request.',
  },
  approval_not_expected: {
    status: 409,
    title: 'The request does not wait for an approval',
    action: 'Look at its state; only a request in awaiting_approval takes a decision.',
  },
  plan_changed: {
    status: 409,
    title: 'The decision names another plan',
    action: 'Read the plan again and approve its present hash.',
  },
  own_request: {
    status: 403,
    title: 'No one approves their own request',
    action: 'Let another person with the approver role decide.',
  },
  already_finished: {
    status: 409,
    title: 'The request has already ended',
    action: 'Nothing can be changed any more; read its certificate.',
  },
  settings_invalid: {
    status: 503,
    title: 'The service is not configured',
    action: 'An operator has to mend the app settings that GET /api/health names; then try again.',
  },
  internal: {
    status: 500,
    title: 'The service failed',
    action: 'Try again; if it stays, give the operator the time and the value of `instance`.',
  },
} as const satisfies Record<string, ErrorRow>;

/** A code of the table of errors. */
export type ErrorCode = keyof typeof errorTable;

/** One fault of an input: where (a JSON pointer, RFC 6901) and what. */
export interface Fault {
  pointer: string;
  detail: string;
}

/** An error that a caller may see. `detail` and `faults` never quote the input: it may name a person. */
export class RequestError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail?: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(`${code}: ${detail ?? errorTable[code].title}`);
    this.name = 'RequestError';
  }
}

/** A failure that an operator has to mend. Its message is written for the log: it names nobody. */
export class OperatorError extends Error {
  constructor(
    /** What events tell of it. */
    readonly code: 'policies_invalid' | 'policies_failed' | 'document_missing' | 'document_changed',
    message: string,
  ) {
    super(message);
    this.name = 'OperatorError';
  }
}

/** An RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  action: string;
  code: ErrorCode;
  errors?: readonly Fault[];
}

/** The problem document of an error. */
export function toProblem(error: RequestError): Problem {
  const row = errorTable[error.code];
  return {
    type: `urn:azureml-data-requests:error:${error.code}`,
    title: row.title,
    status: row.status,
    ...(error.detail ? { detail: error.detail } : {}),
    action: row.action,
    code: error.code,
    ...(error.faults.length > 0 ? { errors: error.faults } : {}),
  };
}
