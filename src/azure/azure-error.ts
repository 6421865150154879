import { GiveWay } from '../turns/give-way';

/** A refusal or failure of an Azure service. Messages never quote the service's text: it may name a person. */
export class AzureError extends Error {
  constructor(
    readonly status: number,
    /** Azure's error code, or `Http<status>` where it gave none. */
    readonly code: string,
    message: string,
    /** Whether trying again later can heal it. */
    readonly transient: boolean,
    /** Seconds that the service asked to wait, where it did. */
    readonly waitSeconds?: number,
  ) {
    super(message);
    this.name = 'AzureError';
  }
}

/**
 * The error code that a service gave, if it is one: what was sent may be anything, and codes stand in certificates,
 * histories and logs. Otherwise `Http<status>`, or `Unknown` where there was no answer.
 */
export function plainCode(code: unknown, status: number): string {
  if (typeof code === 'string' && /^[A-Za-z0-9][\w .:-]{0,98}$/.test(code)) return code;
  return status > 0 ? `Http${status}` : 'Unknown';
}

/** What Resource Manager answers with 401 when a subscription belongs to another tenant: no token will do. */
const foreignTenant = 'InvalidAuthenticationTokenTenant';

/**
 * Whether a later try can heal a refusal (Azure docs: retry guidance). A 401 is a token that ended on its way, or by
 * another clock: who may not do something gets 403.
 */
export function isTransientStatus(status: number, code?: string): boolean {
  if (status === 401) return code !== foreignTenant;
  return status === 408 || status === 429 || status >= 500;
}

/**
 * Whether the place that was asked has no address: its account is deleted, or is known in another network only. The call
 * was repeated already, and were a whole step to wait, one lost account would hold up all that lies elsewhere.
 */
export function hasNoAddress({ status, code }: AzureError): boolean {
  return status === 0 && code === 'ENOTFOUND';
}

/** What every Azure SDK error carries; read without depending on one SDK's classes. */
interface SdkError {
  statusCode?: number;
  code?: string;
  name?: string;
  details?: { errorCode?: string };
}

/**
 * Turns whatever an SDK threw into an AzureError; things without a status are network faults and transient. Throws what is
 * no error: a call that gives way.
 */
export function asAzureError(thrown: unknown): AzureError {
  if (thrown instanceof AzureError) return thrown;
  if (thrown instanceof GiveWay) throw thrown;
  const error = (thrown ?? {}) as SdkError;
  const status = error.statusCode ?? 0;
  // What the SDK of Resource Manager says of a body that is no JSON, with the status of the answer that it was in.
  if (error.code === 'PARSE_ERROR') {
    if (status < 300)
      return new AzureError(502, 'InvalidAnswer', 'Azure answered with something that is not JSON.', true);
    return new AzureError(status, `Http${status}`, `Azure answered ${status}.`, isTransientStatus(status));
  }
  const code = plainCode(error.details?.errorCode ?? error.code ?? error.name, status);
  if (status > 0) {
    return new AzureError(status, code, `Azure answered ${status} ${code}.`, isTransientStatus(status, code));
  }
  return new AzureError(0, code, `Azure could not be reached (${code}).`, true);
}
