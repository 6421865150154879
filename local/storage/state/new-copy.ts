import type { StorageClock } from './clock';
import type { ContentHeaders, Copy } from './model';

const nothing = Buffer.alloc(0);
const plain: ContentHeaders = { type: 'application/octet-stream' };
let etags = 0x8de000000000000n;

/** An etag that no blob of this process had before, without quotes. */
export function newEtag(): string {
  etags += 1n;
  return `0x${etags.toString(16).toUpperCase()}`;
}

/** A blob as it is when it has just been written; without content and of no special type unless told. */
export function newCopy(clock: StorageClock, given: Partial<Copy>): Copy {
  const now = clock.now();
  return { content: nothing, headers: plain, createdAt: now, modifiedAt: now, ...given, etag: newEtag() };
}
