import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { concurrently } from '../../src/storage/concurrently';
import type { Job, Target } from './model';

/**
 * The plain SDK, as its documentation shows it. Returns the blobs it handled, and calls `begin` when it has a connection.
 */
export async function runSdk(
  { url, account, accountKey, token }: Target,
  { operation, container, into }: Job,
  begin: () => void,
): Promise<number> {
  const service = new BlobServiceClient(url, new StorageSharedKeyCredential(account, accountKey));
  const source = service.getContainerClient(container);
  const target = service.getContainerClient(into);
  await source.exists();
  begin();
  let count = 0;
  for await (const page of source.listBlobsFlat().byPage({ maxPageSize: 5_000 })) {
    const names = page.segment.blobItems.map(({ name }) => name);
    count += names.length;
    if (operation === 'erase') await erase(service, source, names);
    else if (operation !== 'list')
      await concurrently(names, 32, (name) => copy(operation, source, target, name, token));
  }
  return count;
}

/** Batches of 256, four at a time. */
async function erase(service: BlobServiceClient, source: ContainerClient, names: readonly string[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(names.length / 256) }, (_, index) =>
    names.slice(index * 256, index * 256 + 256),
  );
  const client = service.getBlobBatchClient();
  await concurrently(batches, 4, async (batch) => {
    const answer = await client.deleteBlobs(batch.map((name) => source.getBlobClient(name)));
    if (answer.subResponsesFailedCount > 0) throw new Error('A blob was not deleted.');
  });
}

async function copy(
  operation: Job['operation'],
  source: ContainerClient,
  target: ContainerClient,
  name: string,
  token: string,
): Promise<void> {
  const blob = target.getBlockBlobClient(name);
  if (operation === 'copy in the service') {
    const sourceAuthorization = { scheme: 'Bearer', value: token };
    await blob.syncCopyFromURL(source.getBlobClient(name).url, { sourceAuthorization });
  } else await blob.uploadData(await source.getBlobClient(name).downloadToBuffer());
}
