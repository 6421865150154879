import { header, type Call } from './call';
import { StorageError } from './errors';

/** What conditions are compared with: a blob's etag without quotes and its time in milliseconds. */
export interface Compared {
  etag: string;
  modifiedAt: number;
}

/**
 * Whether a reader already has what it asks for (304); throws ConditionNotMet when a condition of the call fails.
 * Azure compares times in whole seconds.
 */
export function checkConditions(call: Call, compared: Compared | undefined): 'unchanged' | 'go' {
  if (header(call, 'x-ms-if-tags') !== undefined) throw new StorageError('UnsupportedOperation');
  const reading = call.method === 'GET' || call.method === 'HEAD';
  const wanted = header(call, 'if-match');
  if (wanted !== undefined && !matches(wanted, compared)) throw new StorageError('ConditionNotMet');
  const unwanted = header(call, 'if-none-match');
  if (unwanted !== undefined && matches(unwanted, compared)) {
    if (reading) return 'unchanged';
    // Azure docs, conditional headers: a write with If-None-Match: * on a blob that exists is a conflict.
    throw new StorageError(unwanted.trim() === '*' && call.method === 'PUT' ? 'BlobAlreadyExists' : 'ConditionNotMet');
  }
  const seconds = compared === undefined ? undefined : Math.floor(compared.modifiedAt / 1000);
  const since = secondsOf(call, 'if-modified-since');
  if (since !== undefined && seconds !== undefined && seconds <= since) {
    if (reading) return 'unchanged';
    throw new StorageError('ConditionNotMet');
  }
  const until = secondsOf(call, 'if-unmodified-since');
  if (until !== undefined && seconds !== undefined && seconds > until) throw new StorageError('ConditionNotMet');
  return 'go';
}

function matches(list: string, compared: Compared | undefined): boolean {
  if (compared === undefined) return false;
  if (list.trim() === '*') return true;
  return list.split(',').some((etag) => etag.trim().replace(/^"|"$/g, '') === compared.etag);
}

function secondsOf(call: Call, name: string): number | undefined {
  const value = header(call, name);
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new StorageError('InvalidHeaderValue');
  return Math.floor(time / 1000);
}
