import type { JsonObject } from './json';

/** What an ARM error may carry besides code and message. */
export interface ArmErrorExtras {
  /** The documented or observed fact that this refusal imitates. */
  fact?: string;
  headers?: Record<string, string>;
}

/** A refusal with the status, code and body shape of Azure Resource Manager. */
export class ArmError extends Error {
  readonly headers: Record<string, string>;
  private readonly fact: string | undefined;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    extras: ArmErrorExtras = {},
  ) {
    super(message);
    this.headers = extras.headers ?? {};
    this.fact = extras.fact;
  }

  /** `{"error":{"code","message",…}}`; the imitated fact travels in additionalInfo, where services put extra data. */
  body(): JsonObject {
    const additionalInfo = this.fact === undefined ? [] : [{ type: 'EmulatedFact', info: { value: this.fact } }];
    return { error: { code: this.code, message: this.message, details: [], additionalInfo } };
  }
}

/** 404 of ARM for a resource that does not exist. */
export function resourceNotFound(armId: string): ArmError {
  return new ArmError(404, 'ResourceNotFound', `The Resource '${armId}' was not found.`, {
    fact: 'A GET of a resource that is gone answers 404.',
  });
}

/** 400 of the machine learning management service ("UserError") for what it does not allow. */
export function userError(message: string, fact: string, status = 400): ArmError {
  return new ArmError(status, 'UserError', message, { fact });
}
