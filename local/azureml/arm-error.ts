import type { JsonObject } from './json';
import { Refusal } from './refusal';

/** A refusal with the status, code and body shape of Azure Resource Manager. */
export class ArmError extends Refusal {
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
