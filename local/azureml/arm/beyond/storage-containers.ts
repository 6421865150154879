import type { ContainerItem } from '@azure/storage-blob';
import { resourceNotFound } from '../../arm-error';
import type { JsonObject } from '../../json';
import { asObject } from '../../json';
import { pageOf } from '../../paging';
import type { ResourceRecord } from '../../records';
import type { SeedContainer } from '../../seed/seed-storage';
import { newestFirst } from '../../record-list';
import type { ArmCall, ArmResponse } from '../arm-type';
import { nextLink } from '../child-resources';

const TYPE = 'Microsoft.Storage/storageAccounts/blobServices/containers';

/** What the containers of an account are set to; the others are set to nothing. */
export function settingsOfContainers(account: ResourceRecord): SeedContainer[] {
  return (account.body.containers ?? []) as unknown as SeedContainer[];
}

/** Containers of an account in pages; with `$include=deleted` also those that are soft-deleted. */
export async function listContainers(account: ResourceRecord, call: ArmCall): Promise<ArmResponse> {
  const wantsDeleted = (call.query.$include ?? '').split(',').includes('deleted');
  const found = await containersIn(account, call, wantsDeleted);
  const records = found.map((container): ResourceRecord => {
    // A name may have been deleted several times.
    const name = `${container.name} ${container.version ?? ''}`;
    return { type: 'containers', scope: account.scope, name, createdAt: '', body: viewOf(account, container) };
  });
  const page = pageOf(records.sort(newestFirst), call.context.settings.switches.pageSize, call.query.$skiptoken);
  const value = page.items.map(({ body }) => body);
  const link = page.token === undefined ? {} : { nextLink: nextLink(call, page.token, '$skiptoken') };
  return { status: 200, body: { value, ...link } };
}

/** A container that is not deleted. Throws 404. */
export async function getContainer(account: ResourceRecord, name: string, call: ArmCall): Promise<ArmResponse> {
  const found = (await containersIn(account, call, false)).find((container) => container.name === name);
  if (found === undefined) throw resourceNotFound(`${account.scope}/blobServices/default/containers/${name}`);
  return { status: 200, body: viewOf(account, found) };
}

async function containersIn(account: ResourceRecord, call: ArmCall, wantsDeleted: boolean): Promise<ContainerItem[]> {
  const found: ContainerItem[] = [];
  const { blobs } = call.context;
  if (!blobs.accounts().includes(account.name)) return found;
  const includeDeleted = wantsDeleted && blobs.isInBlobService(account.name);
  for await (const container of blobs.service(account.name).listContainers({ includeDeleted })) found.push(container);
  return found;
}

function viewOf(account: ResourceRecord, { name, deleted, version, properties: found }: ContainerItem): JsonObject {
  const { lastModified, deletedOn, remainingRetentionDays, etag } = found;
  const settings = settingsOfContainers(account).find((container) => container.name === name);
  const properties: JsonObject = {
    lastModifiedTime: lastModified.toISOString(),
    publicAccess: 'None',
    ...holdsOf(deleted === true ? undefined : settings),
  };
  const perVersion = settings?.versionLevelImmutability === true || keepsVersions(account);
  if (perVersion) properties.immutableStorageWithVersioning = { enabled: true };
  if (deleted === true) {
    properties.deleted = true;
    properties.version = version;
    properties.deletedTime = deletedOn?.toISOString();
    properties.remainingRetentionDays = remainingRetentionDays;
  }
  return { id: `${account.scope}/blobServices/default/containers/${name}`, name, type: TYPE, etag, properties };
}

/** Names and shapes as arm-storage's ImmutabilityPolicyProperties, LegalHoldProperties and so on have them. */
function holdsOf(settings: SeedContainer | undefined): JsonObject {
  const { immutabilityDays: days, legalHold = false, locked = false } = settings ?? {};
  const holds: JsonObject = { hasImmutabilityPolicy: days !== undefined, hasLegalHold: legalHold };
  if (days !== undefined) {
    const state = locked ? 'Locked' : 'Unlocked';
    holds.immutabilityPolicy = { properties: { immutabilityPeriodSinceCreationInDays: days, state } };
  }
  if (legalHold) holds.legalHold = { hasLegalHold: true, tags: [{ tag: 'seeded' }] };
  return holds;
}

function keepsVersions(account: ResourceRecord): boolean {
  return asObject(account.body.properties).immutableStorageWithVersioning !== undefined;
}
