import { createHash } from 'node:crypto';
import { propertyHeaders, stateHeaders } from '../http/blob-headers';
import { header, type Answer, type Call } from '../http/call';
import { checkConditions } from '../http/conditions';
import { StorageError } from '../http/errors';
import { checkReadLease } from './leases';
import type { Store } from '../state/store';
import { targetOf } from '../http/target';

/** Get Blob, whole or a range, and Get Blob Properties. */
export function readBlob(store: Store, call: Call): Answer {
  const { place, copy } = targetOf(store, call);
  const now = store.clock.now();
  checkReadLease(call, place.named.lease, now);
  if (checkConditions(call, copy) === 'unchanged') return { status: 304, headers: stateHeaders(copy) };
  const headers = propertyHeaders(copy, copy === place.named.current, place.named.lease, now);
  const size = copy.content.length;
  if (call.method === 'HEAD') {
    return { status: 200, headers: { ...headers, 'content-length': String(size), 'content-md5': copy.md5 } };
  }
  const range = rangeOf(header(call, 'x-ms-range') ?? header(call, 'range'), size);
  if (range === undefined) return { status: 200, headers: { ...headers, 'content-md5': copy.md5 }, body: copy.content };
  const body = copy.content.subarray(range.start, range.end + 1);
  const md5 = header(call, 'x-ms-range-get-content-md5') === 'true' ? md5Of(body) : undefined;
  return {
    status: 206,
    headers: {
      ...headers,
      'content-range': `bytes ${range.start}-${range.end}/${size}`,
      'content-md5': md5,
      'x-ms-blob-content-md5': copy.md5,
    },
    body,
  };
}

/** The MD5 of content in base64. */
export function md5Of(content: Buffer): string {
  return createHash('md5').update(content).digest('base64');
}

/** A range of bytes, both ends included; undefined for the whole. Throws InvalidRange. */
export function rangeOf(text: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(text ?? '');
  if (match === null) return undefined;
  const start = Number(match[1]);
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start >= size || start > end) throw new StorageError('InvalidRange');
  return { start, end };
}
