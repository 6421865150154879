import type { BlobClient } from '@azure/storage-blob';
import { RequestError } from '../errors';
import { containers, ownContainer } from '../storage/own-containers';

/**
 * A blob of a package, for a download or a link. Throws `package_removed`: a rule of the storage account deletes packages
 * after some days, while the documents about them stay.
 */
export async function packageBlob(name: string): Promise<BlobClient> {
  const blob = (await ownContainer(containers.packages)).getBlobClient(name);
  if (!(await blob.exists())) throw new RequestError('package_removed');
  return blob;
}
