import { readFile } from 'node:fs/promises';
import type { StorageEndpoints } from '../azureml/blob-store';
import type { RunningSystem } from '../system/contract';
import { listEverything, type Listing } from './list-everything';

/** What a running system holds: what is the customers', and the blobs of the app's own account. */
export interface SystemListing {
  customers: Listing;
  own: Listing['blobs'];
}

/** Everything that exists in a running system, by ways that the app doesn't use. */
export async function listSystem(system: RunningSystem): Promise<SystemListing> {
  const { appAccount, certificate, emulator, storageFile } = system;
  const { url: emulatorUrl, adminKey } = emulator.ready;
  const storage = JSON.parse(await readFile(storageFile, 'utf8')) as StorageEndpoints;
  const { blobs, ...others } = await listEverything({ emulatorUrl, adminKey, caFile: certificate.certFile, storage });
  return {
    customers: { ...others, blobs: blobs.filter(({ account }) => account !== appAccount) },
    own: blobs.filter(({ account }) => account === appAccount),
  };
}
