import { contentHeadersOf, stateHeaders } from '../http/blob-headers';
import { header, metadataOf, neededHeader, type Answer, type Call } from '../http/call';
import { StorageError } from '../http/errors';
import { checkMutable, heldUntil } from './immutability';
import { checkLease, leaseAction } from './leases';
import type { Copy } from '../state/model';
import { newEtag } from '../state/new-copy';
import type { Place } from '../state/place';
import { keepAsVersion } from '../state/retention';
import type { Store } from '../state/store';
import { changeable, targetOf } from '../http/target';
import { element, valuesOf } from '../http/xml';

/** Set Blob Metadata: a write that makes a new version where there are versions. */
export function setMetadata(store: Store, call: Call): Answer {
  const { place, copy } = changeable(store, call);
  const fresh = { ...copy, metadata: metadataOf(call), etag: newEtag(), modifiedAt: store.clock.now() };
  if (call.account.settings.isVersioningEnabled) {
    keepAsVersion(place, copy);
    fresh.versionId = store.clock.instant();
  } else checkMutable(place, copy);
  place.named.current = fresh;
  return { status: 200, headers: stateHeaders(fresh) };
}

/** Set Blob Properties. */
export function setProperties(store: Store, call: Call): Answer {
  const { place, copy } = changeable(store, call);
  checkMutable(place, copy);
  const headers = contentHeadersOf(call, false);
  const md5 = header(call, 'x-ms-blob-content-md5');
  place.named.current = { ...copy, headers, md5, etag: newEtag(), modifiedAt: store.clock.now() };
  return { status: 200, headers: stateHeaders(place.named.current) };
}

/** Set Blob Tags and Get Blob Tags. */
export function setTags(store: Store, call: Call): Answer {
  const { place, copy } = targetOf(store, call);
  checkLease(call, place.named.lease, store.clock.now());
  const pairs = valuesOf(call.body.toString('utf8'), 'Key', 'Value');
  const tags: Record<string, string> = {};
  for (let at = 0; at + 1 < pairs.length; at += 2) tags[pairs[at]?.value ?? ''] = pairs[at + 1]?.value ?? '';
  copy.tags = tags;
  return { status: 204 };
}

/** Get Blob Tags. */
export function getTags(store: Store, call: Call): Answer {
  const { copy } = targetOf(store, call);
  const tags = Object.entries(copy.tags ?? {}).map(
    ([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="utf-8"?><Tags><TagSet>${tags.join('')}</TagSet></Tags>`,
  };
}

/** Snapshot Blob; where there are versions, a new version is made with it (Azure docs: blob snapshots). */
export function takeSnapshot(store: Store, call: Call): Answer {
  const { place, copy } = snapshotTarget(store, call);
  const snapshot = store.clock.instant();
  const metadata = metadataOf(call) ?? copy.metadata;
  place.named.snapshots = [...place.named.snapshots, { ...copy, metadata, snapshot, versionId: undefined }];
  if (call.account.settings.isVersioningEnabled) {
    keepAsVersion(place, copy);
    place.named.current = { ...copy, versionId: store.clock.instant() };
  }
  const { current = copy } = place.named;
  return { status: 201, headers: { ...stateHeaders(current), 'x-ms-snapshot': snapshot } };
}

/** A snapshot changes nothing: a lease is needed only if the call names one. */
function snapshotTarget(store: Store, call: Call): { place: Place; copy: Copy } {
  return header(call, 'x-ms-lease-id') === undefined && !isConditional(call)
    ? targetOf(store, call)
    : changeable(store, call);
}

function isConditional(call: Call): boolean {
  return ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'].some((name) => name in call.headers);
}

/** Lease Blob. */
export function leaseBlob(store: Store, call: Call): Answer {
  const { place, copy } = targetOf(store, call);
  const answer = leaseAction(call, place.named, store.clock.now());
  return { ...answer, headers: { ...stateHeaders(copy), ...answer.headers } };
}

/** Set Blob Immutability Policy: a locked one can only be extended. */
export function setImmutability(store: Store, call: Call): Answer {
  const { place, copy } = targetOf(store, call);
  const until = Date.parse(neededHeader(call, 'x-ms-immutability-policy-until-date'));
  const mode = header(call, 'x-ms-immutability-policy-mode')?.toLowerCase() ?? 'unlocked';
  const now = store.clock.now();
  if (!(until > now) || (mode !== 'locked' && mode !== 'unlocked')) throw new StorageError('InvalidHeaderValue');
  const locked = copy.immutable?.locked === true && heldUntil(place.container, copy, now) !== undefined;
  if (locked && (mode !== 'locked' || until < (copy.immutable?.until ?? 0))) {
    throw new StorageError('BlobImmutableDueToPolicy', 'A locked policy is extended, never shortened.');
  }
  copy.immutable = { until, locked: mode === 'locked' };
  return {
    status: 200,
    headers: {
      'x-ms-immutability-policy-until-date': new Date(until).toUTCString(),
      'x-ms-immutability-policy-mode': mode,
    },
  };
}

/** Delete Blob Immutability Policy: only of an unlocked one. */
export function deleteImmutability(store: Store, call: Call): Answer {
  const { copy } = targetOf(store, call);
  if (copy.immutable?.locked === true) throw new StorageError('BlobImmutableDueToPolicy', 'A locked policy stays.');
  copy.immutable = undefined;
  return { status: 200 };
}

/** Set Blob Legal Hold. */
export function setLegalHold(store: Store, call: Call): Answer {
  const { copy } = targetOf(store, call);
  const held = neededHeader(call, 'x-ms-legal-hold') === 'true';
  copy.legalHold = held ? true : undefined;
  return { status: 200, headers: { 'x-ms-legal-hold': String(held) } };
}
