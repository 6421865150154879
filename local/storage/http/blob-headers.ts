import { header, type Call } from './call';
import { isHeld, leaseState } from '../operations/leases';
import type { ContentHeaders, Copy, Lease } from '../state/model';

/** The content headers that a call sets; those of Put Blob and Set Blob Properties. */
export function contentHeadersOf(call: Call, whole: boolean): ContentHeaders {
  const blob = (name: string) => header(call, `x-ms-blob-${name}`);
  return {
    type: blob('content-type') ?? (whole ? header(call, 'content-type') : undefined) ?? 'application/octet-stream',
    encoding: blob('content-encoding') ?? (whole ? header(call, 'content-encoding') : undefined),
    language: blob('content-language') ?? (whole ? header(call, 'content-language') : undefined),
    disposition: blob('content-disposition'),
    cacheControl: blob('cache-control') ?? (whole ? header(call, 'cache-control') : undefined),
  };
}

/** What every answer about a blob says. */
export function stateHeaders(copy: Copy): Record<string, string | undefined> {
  return {
    etag: `"${copy.etag}"`,
    'last-modified': new Date(copy.modifiedAt).toUTCString(),
    'x-ms-version-id': copy.versionId,
  };
}

/** What Get Blob and Get Blob Properties say. */
export function propertyHeaders(copy: Copy, isCurrent: boolean, lease: Lease | undefined, now: number) {
  const { headers, immutable, copied } = copy;
  const metadata = Object.entries(copy.metadata ?? {}).map(([name, value]) => [`x-ms-meta-${name}`, value]);
  return {
    ...stateHeaders(copy),
    ...(Object.fromEntries(metadata) as Record<string, string>),
    'content-type': headers.type,
    'content-encoding': headers.encoding,
    'content-language': headers.language,
    'content-disposition': headers.disposition,
    'cache-control': headers.cacheControl,
    'accept-ranges': 'bytes',
    'x-ms-creation-time': new Date(copy.createdAt).toUTCString(),
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-access-tier': 'Hot',
    'x-ms-access-tier-inferred': 'true',
    'x-ms-server-encrypted': 'true',
    'x-ms-is-current-version': isCurrent && copy.versionId !== undefined ? 'true' : undefined,
    ...(isCurrent
      ? {
          'x-ms-lease-status': isHeld(lease, now) ? 'locked' : 'unlocked',
          'x-ms-lease-state': leaseState(lease, now),
          'x-ms-lease-duration': isHeld(lease, now) ? (lease?.duration === -1 ? 'infinite' : 'fixed') : undefined,
        }
      : {}),
    'x-ms-tag-count': copy.tags === undefined ? undefined : String(Object.keys(copy.tags).length),
    'x-ms-immutability-policy-until-date': immutable && new Date(immutable.until).toUTCString(),
    'x-ms-immutability-policy-mode': immutable && (immutable.locked ? 'locked' : 'unlocked'),
    'x-ms-legal-hold': copy.legalHold && 'true',
    'x-ms-copy-id': copied?.id,
    'x-ms-copy-source': copied?.source,
    'x-ms-copy-status': copied && 'success',
    'x-ms-copy-progress': copied && `${copy.content.length}/${copy.content.length}`,
    'x-ms-copy-completion-time': copied && new Date(copied.at).toUTCString(),
  };
}
