import { randomUUID } from 'node:crypto';
import { header, neededHeader, type Answer, type Call } from '../http/call';
import { StorageError } from '../http/errors';
import type { Lease } from '../state/model';

/** What a lease is in at a time (Azure docs: Lease Blob, outcomes by state). */
export type LeaseState = 'available' | 'leased' | 'expired' | 'breaking' | 'broken';

/** The state of a lease; `now` in milliseconds since 1970. */
export function leaseState(lease: Lease | undefined, now: number): LeaseState {
  if (lease === undefined) return 'available';
  if (lease.brokenAt !== undefined) return lease.brokenAt <= now ? 'broken' : 'breaking';
  return lease.endsAt !== undefined && lease.endsAt <= now ? 'expired' : 'leased';
}

/** Whether a lease keeps others away. */
export function isHeld(lease: Lease | undefined, now: number): boolean {
  const state = leaseState(lease, now);
  return state === 'leased' || state === 'breaking';
}

/** Refuses a write that doesn't name the active lease, or names one that is not there. */
export function checkLease(call: Call, lease: Lease | undefined, now: number): void {
  const id = header(call, 'x-ms-lease-id');
  if (isHeld(lease, now)) {
    if (id === undefined) throw new StorageError('LeaseIdMissing');
    if (!same(id, lease?.id)) throw new StorageError('LeaseIdMismatchWithBlobOperation');
    return;
  }
  if (id === undefined) return;
  throw new StorageError(lease && same(id, lease.id) ? 'LeaseLost' : 'LeaseNotPresentWithBlobOperation');
}

/** Refuses a read that names a lease which is not the active one. */
export function checkReadLease(call: Call, lease: Lease | undefined, now: number): void {
  if (header(call, 'x-ms-lease-id') !== undefined) checkLease(call, lease, now);
}

/** Carries out a lease action on what `held` holds the lease of. */
export function leaseAction(call: Call, held: { lease?: Lease }, now: number): Answer {
  const action = neededHeader(call, 'x-ms-lease-action').toLowerCase();
  switch (action) {
    case 'acquire':
      return acquire(call, held, now);
    case 'break':
      return breakLease(call, held, now);
    case 'renew': {
      const lease = owned(call, held);
      if (lease.brokenAt !== undefined) throw new StorageError('LeaseIsBrokenAndCannotBeRenewed');
      held.lease = { ...lease, ...ending(lease.duration, now) };
      return { status: 200, headers: { 'x-ms-lease-id': lease.id } };
    }
    case 'change': {
      const proposed = neededHeader(call, 'x-ms-proposed-lease-id');
      const { lease } = held;
      const state = leaseState(lease, now);
      if (state === 'breaking') throw new StorageError('LeaseIsBreakingAndCannotBeChanged');
      if (lease === undefined || state !== 'leased') throw new StorageError('LeaseNotPresentWithLeaseOperation');
      if (!same(proposed, lease.id)) held.lease = { ...owned(call, held), id: proposed };
      return { status: 200, headers: { 'x-ms-lease-id': proposed } };
    }
    case 'release':
      owned(call, held);
      held.lease = undefined;
      return { status: 200 };
    default:
      throw new StorageError('InvalidHeaderValue');
  }
}

function acquire(call: Call, held: { lease?: Lease }, now: number): Answer {
  const duration = Number(header(call, 'x-ms-lease-duration') ?? -1);
  if (!Number.isInteger(duration) || (duration !== -1 && (duration < 15 || duration > 60))) {
    throw new StorageError('InvalidHeaderValue');
  }
  const id = header(call, 'x-ms-proposed-lease-id') ?? randomUUID();
  const state = leaseState(held.lease, now);
  if (state === 'breaking') throw new StorageError('LeaseIsBreakingAndCannotBeAcquired');
  if (state === 'leased' && !same(id, held.lease?.id)) throw new StorageError('LeaseAlreadyPresent');
  held.lease = { id, duration, ...ending(duration, now) };
  return { status: 201, headers: { 'x-ms-lease-id': id } };
}

function breakLease(call: Call, held: { lease?: Lease }, now: number): Answer {
  const { lease } = held;
  const state = leaseState(lease, now);
  if (lease === undefined) throw new StorageError('LeaseNotPresentWithLeaseOperation');
  const asked = header(call, 'x-ms-lease-break-period');
  const left = leftOf(lease, now);
  const period = Math.min(asked === undefined ? left : Number(asked), lease.duration === -1 ? 60 : left);
  if (!(period >= 0)) throw new StorageError('InvalidHeaderValue');
  if (state !== 'broken')
    held.lease = { ...lease, brokenAt: Math.min(lease.brokenAt ?? Infinity, now + period * 1000) };
  return { status: 202, headers: { 'x-ms-lease-time': String(state === 'broken' ? 0 : Math.ceil(period)) } };
}

/** Seconds until a lease would end by itself; an infinite one can be broken at once. */
function leftOf(lease: Lease, now: number): number {
  const end = lease.brokenAt ?? lease.endsAt;
  return end === undefined ? 0 : Math.max(0, (end - now) / 1000);
}

function ending(duration: number, now: number): { endsAt?: number } {
  return { endsAt: duration === -1 ? undefined : now + duration * 1000 };
}

function owned(call: Call, { lease }: { lease?: Lease }): Lease {
  const id = neededHeader(call, 'x-ms-lease-id');
  if (lease === undefined || !same(id, lease.id)) throw new StorageError('LeaseIdMismatchWithLeaseOperation');
  return lease;
}

function same(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}
