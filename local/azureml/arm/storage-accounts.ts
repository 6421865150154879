import { ArmError, resourceNotFound } from '../arm-error';
import type { JsonObject } from '../json';
import { asObject } from '../json';
import type { ResourceRecord } from '../records';
import type { ArmCall, ArmResponse } from './arm-type';

/** Reads of a storage account and of its blob and file service settings; everything else is refused by name. */
export function answerStorageAccount(call: ArmCall): ArmResponse {
  const { types, names, subscriptionId, resourceGroup = '' } = call.path;
  const [name = ''] = names;
  const [, service, ...more] = types;
  const record = call.context.state.list('storageAccounts').find((account) => {
    const [, , subscription = '', , group = ''] = account.scope.split('/');
    const own = [subscription, group, account.name].join('/').toLowerCase();
    return own === [subscriptionId, resourceGroup, name].join('/').toLowerCase();
  });
  if (record === undefined) throw resourceNotFound(`Microsoft.Storage/storageAccounts/${name}`);
  const settings = serviceOf(record, service);
  if (call.method !== 'GET' || more.length > 0 || settings === undefined) {
    throw new ArmError(501, 'EmulatorUnsupported', `This emulator only reads storage accounts and their services.`);
  }
  if (service === undefined) return { status: 200, body: accountView(record, call) };
  const type = `Microsoft.Storage/storageAccounts/${service}`;
  const id = `${record.scope}/${service}/default`;
  return { status: 200, body: { id, name: 'default', type, properties: settings } };
}

function serviceOf(record: ResourceRecord, service: string | undefined): JsonObject | undefined {
  if (service === undefined) return {};
  if (service.toLowerCase() === 'blobservices') return asObject(record.body.blobService);
  if (service.toLowerCase() === 'fileservices') return asObject(record.body.fileService);
  return undefined;
}

function accountView(record: ResourceRecord, call: ArmCall): JsonObject {
  const { blobService: _blobs, fileService: _files, ...body } = record.body;
  const primaryEndpoints = { blob: call.context.blobs.endpoint(record.name) };
  const properties = { ...asObject(body.properties), primaryEndpoints };
  return { id: record.scope, name: record.name, type: 'Microsoft.Storage/storageAccounts', ...body, properties };
}
