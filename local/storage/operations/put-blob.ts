import { contentHeadersOf, stateHeaders } from '../http/blob-headers';
import { header, metadataOf, neededHeader, type Answer, type Call } from '../http/call';
import { StorageError } from '../http/errors';
import { makeParents } from '../state/hierarchy';
import type { Copy } from '../state/model';
import { newCopy } from '../state/new-copy';
import { tidy, type Place } from '../state/place';
import { makeCurrent } from '../state/retention';
import { md5Of } from './read-blob';
import type { Store } from '../state/store';
import { writable } from '../http/target';

/** Put Blob; block blobs only. */
export function putBlob(store: Store, call: Call): Answer {
  if (neededHeader(call, 'x-ms-blob-type') !== 'BlockBlob') throw new StorageError('UnsupportedOperation');
  const md5 = md5Of(call.body);
  const told = header(call, 'content-md5') ?? header(call, 'x-ms-blob-content-md5');
  if (told !== undefined && told !== md5) throw new StorageError('Md5Mismatch');
  return write(store, call, {
    ...{ content: call.body, md5, headers: contentHeadersOf(call, true), metadata: metadataOf(call) },
    ...protectionOf(call),
  });
}

/** Writes what a call brings as the current blob of its name. */
export function write(store: Store, call: Call, given: Partial<Copy>, status = 201): Answer {
  const place = writable(store, call);
  const copy = newCopy(store.clock, { tags: tagsOf(call), ...given });
  makePlaceCurrent(store, place, copy);
  return {
    status,
    headers: { ...stateHeaders(copy), 'content-md5': copy.md5, 'x-ms-request-server-encrypted': 'true' },
  };
}

/** Makes a copy current, with the directories above it. Leaves nothing behind when it is refused. */
export function makePlaceCurrent(store: Store, place: Place, copy: Copy): void {
  try {
    makeParents(store.clock, place.account, place.container, place.named.name);
    makeCurrent(place, copy);
  } finally {
    tidy(place);
  }
}

/** Tags as a header carries them. */
export function tagsOf(call: Call): Record<string, string> | undefined {
  const text = header(call, 'x-ms-tags');
  return text === undefined || text === '' ? undefined : Object.fromEntries(new URLSearchParams(text));
}

/** A policy and hold that a blob is written with. */
function protectionOf(call: Call): Pick<Copy, 'immutable' | 'legalHold'> {
  const until = header(call, 'x-ms-immutability-policy-until-date');
  const locked = header(call, 'x-ms-immutability-policy-mode')?.toLowerCase() === 'locked';
  const held = header(call, 'x-ms-legal-hold') === 'true';
  return {
    ...(until === undefined ? {} : { immutable: { until: Date.parse(until), locked } }),
    ...(held ? { legalHold: true } : {}),
  };
}
