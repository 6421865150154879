import { notAuthorized } from '../../access';
import { ArmError } from '../../arm-error';
import { removeAccountFiles } from '../../files/file-shares';
import type { EmulatorContext } from '../../context';
import { asObject } from '../../json';
import type { ResourceRecord } from '../../records';
import type { ArmCall } from '../arm-type';
import { settingsOfContainers } from './storage-containers';
import { readService } from './storage-services';
import type { TopLevelType } from './top-level-type';

/** Storage accounts: read with the settings of their services; deleting one deletes all that it holds. */
export const storageAccounts: TopLevelType = {
  armType: 'Microsoft.Storage/storageAccounts',
  records: 'storageAccounts',
  deletion: 'sync',
  view(record, call) {
    const { location, kind, sku, properties } = record.body;
    const primaryEndpoints = { blob: call.context.blobs.endpoint(record.name) };
    return { location, kind, sku, properties: { ...asObject(properties), primaryEndpoints } };
  },
  refuseDelete(record) {
    const held = settingsOfContainers(record).find(({ legalHold, locked }) => legalHold === true || locked === true);
    if (held === undefined) return;
    const what = held.legalHold === true ? 'a legal hold' : 'an immutability policy';
    const message = `The storage account ${record.name} cannot be deleted: its container ${held.name} has ${what}.`;
    throw new ArmError(409, 'ContainerProtectedFromDeletion', message, {
      fact: 'A locked immutability policy or a legal hold blocks deleting the account; the name of the code is UNCONFIRMED.',
    });
  },
  remove: removeAccount,
  refuseRead: refuseForbidden,
  below: readService,
};

async function removeAccount(record: ResourceRecord, context: EmulatorContext): Promise<void> {
  if (context.blobs.accounts().includes(record.name)) await context.blobs.removeContainers(record.name);
  removeAccountFiles(context.files, record.name);
  context.state.remove(record);
}

function refuseForbidden(record: ResourceRecord, call: ArmCall): void {
  if (record.body.storageSettings !== 'forbidden') return;
  throw notAuthorized(call, 'read');
}
