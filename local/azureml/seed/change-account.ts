import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import { asObject } from '../json';
import type { SeedAccount } from './seed-storage';

/**
 * Changes what an account is set to while it runs, as its owner would: properties of its blob service, merged over
 * those it has, for Resource Manager and the blob service alike. Throws for an account that isn't there.
 */
export async function changeAccount(
  name: string,
  { blobService = {} }: Pick<SeedAccount, 'blobService'>,
  { state, blobs }: EmulatorContext,
): Promise<void> {
  const record = state.list('storageAccounts').find((known) => known.name === name);
  if (record === undefined) throw new Error('There is no such storage account.');
  const settings: JsonObject = { ...asObject(record.body.blobService), ...blobService };
  await blobs.admin?.changeAccount(name, settings);
  state.put({ ...record, body: { ...record.body, blobService: settings } });
}
