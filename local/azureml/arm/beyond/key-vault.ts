import { ArmError, resourceNotFound } from '../../arm-error';
import type { EmulatorContext } from '../../context';
import { asObject, asString } from '../../json';
import type { JsonObject } from '../../json';
import { pageOf } from '../../paging';
import type { ResourceRecord } from '../../records';
import type { ArmCall, ArmResponse } from '../arm-type';
import { nextLink, targetOf } from '../child-resources';
import { operationHeaders } from '../operation-response';
import type { TopLevelType } from './top-level-type';

const DAY = 86_400_000;

/** Key vaults: DELETE only marks a vault; it is gone after its retention, or when it is purged. */
export const keyVaults: TopLevelType = {
  armType: 'Microsoft.KeyVault/vaults',
  records: 'vaults',
  deletion: 'sync',
  view: (record) => record.body,
  remove: softDelete,
};

function softDelete(vault: ResourceRecord, context: EmulatorContext): void {
  const { enablePurgeProtection, softDeleteRetentionInDays } = asObject(vault.body.properties);
  const [, , subscriptionId = ''] = vault.scope.split('/');
  const location = asString(vault.body.location) ?? '';
  const now = context.now();
  const properties: JsonObject = {
    vaultId: vault.scope,
    location,
    tags: vault.body.tags,
    deletionDate: now.toISOString(),
    scheduledPurgeDate: new Date(now.getTime() + Number(softDeleteRetentionInDays) * DAY).toISOString(),
    purgeProtectionEnabled: enablePurgeProtection === true,
  };
  const scope = `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${vault.name}`;
  const deleted = {
    type: 'deletedVaults',
    scope,
    name: vault.name,
    createdAt: now.toISOString(),
    body: { properties },
  };
  // First the mark, then the vault: a crash in between must not lose it.
  context.state.put(deleted);
  context.state.remove(vault);
}

/** Whether a call is for soft-deleted vaults: `…/deletedVaults` or `…/locations/{location}/deletedVaults/…`. */
export function isForDeletedVaults(call: ArmCall): boolean {
  const [first = '', second = ''] = call.path.types.map((type) => type.toLowerCase());
  return first === 'deletedvaults' || (first === 'locations' && second === 'deletedvaults');
}

/** Lists and reads soft-deleted vaults, and purges them. */
export function answerDeletedVaults(call: ArmCall): ArmResponse {
  const { method, path } = call;
  const [, , action] = path.types;
  const [location = '', name] = path.names;
  if (path.types[0]?.toLowerCase() === 'deletedvaults' && path.names.length === 0 && method === 'GET')
    return list(call);
  const vault = deletedVaults(call).find(
    (record) =>
      same(record.name, name ?? '') && same(asString(asObject(record.body.properties).location) ?? '', location),
  );
  if (vault === undefined) throw resourceNotFound(`Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`);
  if (action === undefined && method === 'GET') return { status: 200, body: view(vault) };
  if (action?.toLowerCase() === 'purge' && method === 'POST') return purge(vault, call);
  throw new ArmError(404, 'EmulatorUnsupported', `This emulator does not answer ${method} ${call.pathname}.`);
}

/** Ends a purge. */
export function finishVaultPurge(vault: ResourceRecord, context: EmulatorContext): void {
  context.state.remove(vault);
}

function purge(vault: ResourceRecord, call: ArmCall): ArmResponse {
  if (asObject(vault.body.properties).purgeProtectionEnabled === true) {
    throw new ArmError(405, 'MethodNotAllowed', "Operation 'DeletedVaultPurge' is not allowed.", {
      fact: 'Purge protection makes a purge impossible until the scheduled purge date (Azure docs: Key Vault soft delete).',
    });
  }
  const { operations, settings } = call.context;
  const operation = operations.start('purge', targetOf(vault), settings.switches.operationSeconds);
  return { status: 202, headers: operationHeaders(operation, call, 'location') };
}

function list(call: ArmCall): ArmResponse {
  const page = pageOf(deletedVaults(call), call.context.settings.switches.pageSize, call.query.$skip);
  const value = page.items.map(view);
  return { status: 200, body: page.token === undefined ? { value } : { value, nextLink: nextLink(call, page.token) } };
}

// A vault whose retention is over is gone, whether or not anybody purged it.
function deletedVaults(call: ArmCall): ResourceRecord[] {
  const scope = `/subscriptions/${call.path.subscriptionId}/`.toLowerCase();
  const now = call.context.now().toISOString();
  return call.context.state.list('deletedVaults').filter((record) => {
    const until = asString(asObject(record.body.properties).scheduledPurgeDate) ?? '';
    return record.scope.toLowerCase().startsWith(scope) && until > now;
  });
}

function view(record: ResourceRecord): JsonObject {
  return { id: record.scope, name: record.name, type: 'Microsoft.KeyVault/deletedVaults', ...record.body };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
