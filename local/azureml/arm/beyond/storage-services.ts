import { createHash } from 'node:crypto';
import { ArmError } from '../../arm-error';
import { deletedSharesOf } from '../../files/deleted-shares';
import type { JsonObject } from '../../json';
import { asObject, asString } from '../../json';
import type { ResourceRecord } from '../../records';
import type { ArmCall, ArmResponse } from '../arm-type';
import { getContainer, listContainers } from './storage-containers';

const ACCOUNTS = 'Microsoft.Storage/storageAccounts';

/** Answers what is read below a storage account: services, their containers and shares, and object replication. */
export async function readService(record: ResourceRecord, call: ArmCall): Promise<ArmResponse> {
  const [, service = '', part, ...more] = call.path.types.map((type) => type.toLowerCase());
  const [, , name] = call.path.names;
  if (call.method === 'GET' && more.length === 0) {
    if (part === undefined && service === 'blobservices') return serviceView(record, 'blobServices', 'blobService');
    if (part === undefined && service === 'fileservices') return serviceView(record, 'fileServices', 'fileService');
    if (part === undefined && service === 'objectreplicationpolicies') return listReplication(record);
    if (service === 'blobservices' && part === 'containers')
      return name === undefined ? listContainers(record, call) : getContainer(record, name, call);
    if (service === 'fileservices' && part === 'shares' && name === undefined) return listShares(record, call);
  }
  throw new ArmError(501, 'EmulatorUnsupported', 'Of what a storage account holds this emulator only reads settings.');
}

function serviceView(record: ResourceRecord, service: string, member: string): ArmResponse {
  const id = `${record.scope}/${service}/default`;
  const { sku } = record.body;
  const properties = asObject(record.body[member]);
  return { status: 200, body: { id, name: 'default', type: `${ACCOUNTS}/${service}`, sku, properties } };
}

// One policy for each target. An account that nothing replicates from has none.
function listReplication(record: ResourceRecord): ArmResponse {
  const targets = Array.isArray(record.body.objectReplicas) ? record.body.objectReplicas.map(asString) : [];
  const value = targets.map((destinationAccount = ''): JsonObject => {
    const hash = createHash('sha256').update(`${record.scope}>${destinationAccount}`).digest('hex');
    const policyId = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
    const sourceAccount = destinationAccount.startsWith('/') ? record.scope : record.name;
    const id = `${record.scope}/objectReplicationPolicies/${policyId}`;
    const type = `${ACCOUNTS}/objectReplicationPolicies`;
    return { id, name: policyId, type, properties: { policyId, sourceAccount, destinationAccount, rules: [] } };
  });
  return { status: 200, body: { value } };
}

/** Shares, with `$expand=deleted` also those that are soft-deleted and not yet gone. */
function listShares(record: ResourceRecord, call: ArmCall): ArmResponse {
  const view = (name: string, properties: JsonObject): JsonObject => ({
    ...{ id: `${record.scope}/fileServices/default/shares/${name}`, name, type: `${ACCOUNTS}/fileServices/shares` },
    properties,
  });
  const value = call.context.files
    .ofAccount(record.name)
    .filter(({ snapshot }) => snapshot === undefined)
    .map(({ name }) => view(name, {}));
  if (!(call.query.$expand ?? '').split(',').includes('deleted')) return { status: 200, body: { value } };
  for (const { name, deletedTime, remainingDays } of deletedSharesOf(record.name, call.context)) {
    const remaining = { deletedTime, remainingRetentionDays: remainingDays, version: '01D64EB9886F00C4' };
    value.push(view(name, { deleted: true, ...remaining }));
  }
  return { status: 200, body: { value } };
}
