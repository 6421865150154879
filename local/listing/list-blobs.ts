import { readFileSync } from 'node:fs';
import { BlobStore } from '../azureml/blob-store';
import { dumpedBlobs } from './dumped-blobs';
import type { BlobListing, ListedBlob } from './listed-blob';
import { sortBy } from './sort';

/**
 * Every copy of every blob of every account that the storage file has a key for: by the accounts' keys from Azurite,
 * from the blob service by its dump, which also tells what no listing of Azure's shows.
 */
export async function listBlobs(options: BlobListing): Promise<ListedBlob[]> {
  const store = new BlobStore(options.storage, readFileSync(options.caFile, 'utf8'));
  const inService = await dumpedBlobs(options);
  const blobs = inService.filter(({ account }) => store.accounts().includes(account));
  for (const account of store.accounts())
    if (!store.isInBlobService(account)) blobs.push(...(await ofAccount(store, account)));
  return sortBy(blobs, ({ account, container, path, copy = '', versionId = '', snapshot = '', deletedAt = '' }) =>
    JSON.stringify([account, container, path, copy, versionId, snapshot, deletedAt]),
  );
}

async function ofAccount(store: BlobStore, account: string): Promise<ListedBlob[]> {
  const blobs: ListedBlob[] = [];
  const service = store.service(account);
  for await (const { name: container } of service.listContainers()) {
    const client = service.getContainerClient(container);
    const committed = new Set<string>();
    for await (const { name } of client.listBlobsFlat()) committed.add(name);
    for await (const item of client.listBlobsFlat({ includeSnapshots: true, includeUncommitedBlobs: true })) {
      const { name: path, properties } = item;
      const { contentLength: size = 0, etag, contentMD5, leaseState } = properties;
      const snapshot = item.snapshot || undefined;
      const blob: ListedBlob = { account, container, path, snapshot, size, etag };
      if (contentMD5 !== undefined) blob.md5 = Buffer.from(contentMD5).toString('hex');
      if (snapshot !== undefined) blob.copy = 'snapshot';
      else if (!committed.has(path)) blob.copy = 'uncommitted';
      if (leaseState === 'leased') blob.leased = true;
      blobs.push(blob);
    }
  }
  return blobs;
}
