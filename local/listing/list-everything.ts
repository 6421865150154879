import type { StorageEndpoints } from '../azureml/blob-store';
import { listBlobs } from './list-blobs';
import type { ListedBlob } from './listed-blob';
import { listFiles } from './list-files';
import type { ListedFile } from './list-files';
import { listRecords } from './list-records';
import type { ListedRecord } from './list-records';

/** Where to look. `caFile` is the certificate that emulator and storage present, in PEM. */
export interface ListingOptions {
  emulatorUrl: string;
  adminKey: string;
  caFile: string;
  storage: StorageEndpoints;
}

/** All there is, in an order that depends on nothing but the names. */
export interface Listing {
  records: ListedRecord[];
  blobs: ListedBlob[];
  files: ListedFile[];
}

/**
 * Lists every record and every file of the emulator, and every blob of every account, by ways that the app does not
 * use: the admin routes and the accounts' keys. Checks compare the app's certificate with this.
 */
export async function listEverything(options: ListingOptions): Promise<Listing> {
  const [records, blobs, files] = await Promise.all([listRecords(options), listBlobs(options), listFiles(options)]);
  return { records, blobs, files };
}
