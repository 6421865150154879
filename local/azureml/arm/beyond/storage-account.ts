import { ArmError } from '../../arm-error';
import { removeAccountFiles } from '../../files/file-shares';
import type { EmulatorContext } from '../../context';
import type { JsonObject } from '../../json';
import { asObject, asString } from '../../json';
import type { ResourceRecord } from '../../records';
import type { ArmCall, ArmResponse } from '../arm-type';
import type { TopLevelType } from './top-level-type';

/** Storage accounts: read with the settings of their services; deleting one deletes all that it holds. */
export const storageAccounts: TopLevelType = {
  armType: 'Microsoft.Storage/storageAccounts',
  records: 'storageAccounts',
  deletion: 'sync',
  view(record, call) {
    const { blobService: _blobs, fileService: _files, heldContainers: _held, ...body } = record.body;
    const primaryEndpoints = { blob: call.context.blobs.endpoint(record.name) };
    return { ...body, properties: { ...asObject(body.properties), primaryEndpoints } };
  },
  refuseDelete(record) {
    const held = Array.isArray(record.body.heldContainers) ? record.body.heldContainers.map(asObject) : [];
    const [first] = held;
    if (first === undefined) return;
    const what = first.kind === 'legalHold' ? 'a legal hold' : 'an immutability policy';
    const message = `The storage account ${record.name} cannot be deleted: its container ${asString(first.container)} has ${what}.`;
    throw new ArmError(409, 'ContainerProtectedFromDeletion', message, {
      fact: 'A locked immutability policy or a legal hold blocks deleting the account; the name of the code is UNCONFIRMED.',
    });
  },
  remove: removeAccount,
  below: readService,
};

async function removeAccount(record: ResourceRecord, context: EmulatorContext): Promise<void> {
  if (context.blobs.accounts().includes(record.name)) await context.blobs.removeContainers(record.name);
  removeAccountFiles(context.files, record.name);
  context.state.remove(record);
}

function readService(record: ResourceRecord, call: ArmCall): ArmResponse {
  const [, service = '', ...more] = call.path.types;
  const settings = serviceOf(record, service);
  if (call.method !== 'GET' || more.length > 0 || settings === undefined) {
    throw new ArmError(
      501,
      'EmulatorUnsupported',
      'Of what a storage account holds this emulator only reads settings.',
    );
  }
  const type = `Microsoft.Storage/storageAccounts/${service}`;
  return {
    status: 200,
    body: { id: `${record.scope}/${service}/default`, name: 'default', type, properties: settings },
  };
}

function serviceOf(record: ResourceRecord, service: string): JsonObject | undefined {
  if (service.toLowerCase() === 'blobservices') return asObject(record.body.blobService);
  if (service.toLowerCase() === 'fileservices') return asObject(record.body.fileService);
  return undefined;
}
