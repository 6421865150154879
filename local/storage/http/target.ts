import type { Call } from './call';
import { checkConditions } from './conditions';
import { copyOf } from '../operations/delete-copy';
import { StorageError } from './errors';
import { checkLease } from '../operations/leases';
import type { Copy } from '../state/model';
import { placeFor, placeOfExisting, type Place } from '../state/place';
import type { Store } from '../state/store';

/** A blob that a call wants to read or change, and the copy of it that the call names. */
export interface Target {
  place: Place;
  copy: Copy;
}

/** What a call names. Throws BlobNotFound; what is soft-deleted can't be found. */
export function targetOf(store: Store, call: Call): Target {
  const container = store.container(call.account, call.container ?? '');
  const place = placeOfExisting(store.clock, call.account, container, call.blob ?? '');
  const copy = copyOf(place, idsOf(call));
  if (copy === undefined || copy.deleted !== undefined) throw new StorageError('BlobNotFound');
  return { place, copy };
}

/** What is current and about to change: lease and conditions hold. Throws what Azure answers otherwise. */
export function changeable(store: Store, call: Call): Target {
  const target = targetOf(store, call);
  checkLease(call, target.place.named.lease, store.clock.now());
  checkConditions(call, target.copy);
  return target;
}

/** The place that a call writes to; lease and conditions hold for what is there. */
export function writable(store: Store, call: Call): Place {
  const container = store.container(call.account, call.container ?? '');
  const existing = container.names.get(call.blob ?? '');
  checkConditions(call, existing?.current);
  checkLease(call, existing?.lease, store.clock.now());
  return placeFor(store.clock, call.account, container, call.blob ?? '');
}

/** The version or snapshot that a call names. */
export function idsOf({ query }: Pick<Call, 'query'>): { versionId?: string; snapshot?: string } {
  const ids = { versionId: query.get('versionid') ?? undefined, snapshot: query.get('snapshot') ?? undefined };
  if (ids.versionId !== undefined && ids.snapshot !== undefined) throw new StorageError('InvalidQueryParameterValue');
  return ids;
}
