import { readFileSync } from 'node:fs';
import { BlobStore } from '../azureml/blob-store';
import type { StorageEndpoints } from '../azureml/blob-store';
import { sortBy } from './sort';

/** A blob or one of its snapshots. `md5` is in hex, where the store knows it. */
export interface ListedBlob {
  account: string;
  container: string;
  path: string;
  snapshot?: string;
  size: number;
  etag: string;
  md5?: string;
}

/** Every blob and snapshot of every container of every account that the storage file has a key for. */
export async function listBlobs(options: { caFile: string; storage: StorageEndpoints }): Promise<ListedBlob[]> {
  const store = new BlobStore(options.storage, readFileSync(options.caFile, 'utf8'));
  const blobs: ListedBlob[] = [];
  for (const account of store.accounts()) {
    const service = store.service(account);
    for await (const { name: container } of service.listContainers()) {
      const items = service.getContainerClient(container).listBlobsFlat({ includeSnapshots: true });
      for await (const { name: path, snapshot, properties } of items) {
        const { contentLength: size = 0, etag, contentMD5 } = properties;
        const md5 = contentMD5 === undefined ? undefined : Buffer.from(contentMD5).toString('hex');
        blobs.push({ account, container, path, snapshot: snapshot || undefined, size, etag, md5 });
      }
    }
  }
  return sortBy(blobs, (blob) => JSON.stringify([blob.account, blob.container, blob.path, blob.snapshot ?? '']));
}
