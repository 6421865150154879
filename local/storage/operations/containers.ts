import { metadataOf, neededHeader, type Answer, type Call } from '../http/call';
import { day } from '../state/clock';
import { checkConditions } from '../http/conditions';
import { StorageError } from '../http/errors';
import { checkLease, checkReadLease, isHeld, leaseAction, leaseState } from './leases';
import type { Container } from '../state/model';
import { newEtag } from '../state/new-copy';
import { holdsAnything, newNames } from '../state/place';
import type { Store } from '../state/store';
import { element, metadataElement, nameElement } from '../http/xml';

/** Create Container. */
export function createContainer(store: Store, call: Call): Answer {
  const { account } = call;
  const name = call.container ?? '';
  // Azure docs, naming containers: 3 to 63 of a-z, 0-9 and single dashes; names with $ belong to the service.
  if (!/^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$|^\$(root|web|logs|blobchangefeed)$/.test(name)) {
    throw new StorageError('InvalidResourceName');
  }
  if (account.containers.has(name)) throw new StorageError('ContainerAlreadyExists');
  if (store.isBeingDeleted(account, name)) throw new StorageError('ContainerBeingDeleted');
  const now = store.clock.now();
  const container: Container = {
    ...{ name, etag: newEtag(), modifiedAt: now, metadata: metadataOf(call) ?? {} },
    ...{ policy: {}, names: newNames() },
  };
  account.containers.set(name, container);
  return { status: 201, headers: stateHeaders(container) };
}

/** Get Container Properties. */
export function containerProperties(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  const now = store.clock.now();
  checkReadLease(call, container.lease, now);
  const metadata = Object.entries(container.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]);
  const { policy } = container;
  return {
    status: 200,
    headers: {
      ...stateHeaders(container),
      ...(Object.fromEntries(metadata) as Record<string, string>),
      'x-ms-lease-status': isHeld(container.lease, now) ? 'locked' : 'unlocked',
      'x-ms-lease-state': leaseState(container.lease, now),
      'x-ms-has-immutability-policy': String(policy.immutabilityDays !== undefined),
      'x-ms-has-legal-hold': String(policy.legalHold === true),
      'x-ms-immutable-storage-with-versioning-enabled': String(policy.versionLevelImmutability === true),
    },
  };
}

/** Set Container Metadata. */
export function setContainerMetadata(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  checkReadLease(call, container.lease, store.clock.now());
  checkConditions(call, container);
  Object.assign(container, { metadata: metadataOf(call) ?? {}, etag: newEtag(), modifiedAt: store.clock.now() });
  return { status: 200, headers: stateHeaders(container) };
}

/** Lease Container. */
export function leaseContainer(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  const answer = leaseAction(call, container, store.clock.now());
  return { ...answer, headers: { ...stateHeaders(container), ...answer.headers } };
}

/** Delete Container: kept for a while where the account says so. */
export function deleteContainer(store: Store, call: Call): Answer {
  const { account } = call;
  const container = store.container(account, call.container ?? '');
  const now = store.clock.now();
  checkLease(call, container.lease, now);
  checkConditions(call, container);
  const { policy } = container;
  if (policy.legalHold === true) throw new StorageError('ContainerHasLegalHold');
  const protects = policy.immutabilityDays !== undefined || policy.versionLevelImmutability === true;
  if (protects && holdsAnything(container, now)) {
    throw new StorageError(
      'ContainerImmutabilityPolicyLocked',
      'A container with a policy is deleted when it is empty.',
    );
  }
  account.containers.delete(container.name);
  const { enabled, days } = account.settings.containerDeleteRetentionPolicy;
  if (enabled && days !== undefined) {
    const deleted = { at: now, until: now + days * day };
    account.deletedContainers.push({ ...container, deleted, version: newEtag().slice(2), lease: undefined });
  }
  account.beingDeleted.set(container.name, now + account.settings.switches.containerBeingDeletedSeconds * 1000);
  return { status: 202 };
}

/** Restore Container. */
export function restoreContainer(store: Store, call: Call): Answer {
  const { account } = call;
  const name = neededHeader(call, 'x-ms-deleted-container-name');
  const version = neededHeader(call, 'x-ms-deleted-container-version');
  const found = deletedContainers(store, call).find((one) => one.name === name && one.version === version);
  if (found === undefined) throw new StorageError('ContainerNotFound');
  const target = call.container ?? name;
  if (account.containers.has(target)) throw new StorageError('ContainerAlreadyExists');
  account.deletedContainers = account.deletedContainers.filter((one) => one !== found);
  account.beingDeleted.delete(target);
  account.containers.set(target, { ...found, name: target, deleted: undefined, version: undefined });
  return { status: 201 };
}

/** List Containers. */
export function listContainers(store: Store, call: Call): Answer {
  const { query, account } = call;
  const prefix = query.get('prefix') ?? '';
  const marker = query.get('marker') ?? '';
  const include = new Set((query.get('include') ?? '').split(',').map((one) => one.trim()));
  const limit = Number(query.get('maxresults') ?? 5000);
  if (!Number.isInteger(limit) || limit < 1) throw new StorageError('OutOfRangeInput');
  const all = [...account.containers.values(), ...(include.has('deleted') ? deletedContainers(store, call) : [])]
    .filter((one) => one.name.startsWith(prefix) && markerOf(one) >= marker)
    .sort((a, b) => (markerOf(a) < markerOf(b) ? -1 : 1));
  const page = all.slice(0, Math.min(limit, 5000));
  const next = all[page.length];
  const now = store.clock.now();
  const items = page.map((one) => containerItem(one, include.has('metadata'), now)).join('');
  const endpoint = `${call.origin}/${account.name}/`;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      `\uFEFF<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="${endpoint}">` +
      `${element('Prefix', prefix)}${element('MaxResults', limit)}<Containers>${items}</Containers>` +
      `${next === undefined ? '<NextMarker />' : element('NextMarker', markerOf(next))}</EnumerationResults>`,
  };
}

function containerItem(container: Container, withMetadata: boolean, now: number): string {
  const { name, deleted, policy, lease } = container;
  return (
    `<Container>${nameElement('Name', name)}${element('Deleted', deleted && true)}${element('Version', container.version)}` +
    `<Properties>${element('Last-Modified', new Date(container.modifiedAt).toUTCString())}` +
    `${element('Etag', `"${container.etag}"`)}${element('LeaseStatus', isHeld(lease, now) ? 'locked' : 'unlocked')}` +
    `${element('LeaseState', leaseState(lease, now))}` +
    `${element('HasImmutabilityPolicy', policy.immutabilityDays !== undefined)}` +
    `${element('HasLegalHold', policy.legalHold === true)}` +
    `${element('ImmutableStorageWithVersioningEnabled', policy.versionLevelImmutability === true)}` +
    `${element('DeletedTime', deleted && new Date(deleted.at).toUTCString())}` +
    `${element('RemainingRetentionDays', deleted && Math.floor((deleted.until - now) / day))}` +
    `</Properties>${withMetadata ? metadataElement(container.metadata) : ''}</Container>`
  );
}

function deletedContainers(store: Store, { account }: Call): Container[] {
  const now = store.clock.now();
  account.deletedContainers = account.deletedContainers.filter(({ deleted }) => (deleted?.until ?? 0) > now);
  return account.deletedContainers;
}

/** Deleted containers of a name come after it. */
function markerOf({ name, version }: Container): string {
  return version === undefined ? name : `${name}/${version}`;
}

function stateHeaders({ etag, modifiedAt }: Container): Record<string, string> {
  return { etag: `"${etag}"`, 'last-modified': new Date(modifiedAt).toUTCString() };
}
