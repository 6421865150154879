import type { JsonObject } from '../json';
import { Refusal } from '../refusal';

/** A refusal with the body shape of a container registry: `{"errors":[{"code","message","detail"}]}`. */
export class RegistryError extends Refusal {
  /** The error body; the imitated fact travels in `detail`, which is free text or data. */
  body(): JsonObject {
    return { errors: [{ code: this.code, message: this.message, detail: this.fact ? { fact: this.fact } : {} }] };
  }
}

/** 404 for a repository, manifest or tag that is not there. */
export function unknown(code: 'NAME_UNKNOWN' | 'MANIFEST_UNKNOWN' | 'TAG_UNKNOWN', what: string): RegistryError {
  return new RegistryError(404, code, `${what} is not known to registry.`, {
    fact: 'What is gone answers 404 with a code that says what kind of thing it was (Docker registry API).',
  });
}

/** 405 for a change of what is locked. */
export function locked(): RegistryError {
  return new RegistryError(
    405,
    'REGISTRY_DISALLOWED_OPERATION',
    'The operation is disallowed on this registry, repository or image.',
    { fact: 'What has deleteEnabled or writeEnabled false cannot be deleted (Azure docs: image lock; acr-cli#70).' },
  );
}
