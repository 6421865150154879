import { concurrently } from '../../src/storage/concurrently';
import { blobStore } from '../../src/storage/blob-store';
import type { ListedBlob } from '../../src/storage/byte-store';
import { copyToPackage } from '../../src/storage/copy';
import { authorizationOf } from '../../src/storage/bulk/tokens';
import { blobPath, endpointOf, send } from '../../src/storage/bulk/transport';
import { emulatorAccount, type Job } from './model';

const account = emulatorAccount.name;
const rangeOf = (container: string) => ({ account, container, kind: 'prefix', path: '' }) as const;

/**
 * What this program does in production, by the functions that do it there. Returns the blobs it handled, and calls
 * `begin` when it has a token and a connection.
 */
export async function runOurs({ operation, container, into }: Job, begin: () => void): Promise<number> {
  for await (const _ of blobStore.list(rangeOf('no-such-container')));
  begin();
  switch (operation) {
    case 'list': {
      let count = 0;
      for await (const _ of blobStore.list(rangeOf(container))) count += 1;
      return count;
    }
    case 'erase': {
      let count = 0;
      const how = { intended: false, permanently: false, mayBreakLease: () => false };
      for await (const page of pagesOf(container)) {
        await blobStore.erase(account, page, how, ({ outcome }) => (count += outcome === 'deleted' ? 1 : 0));
      }
      return count;
    }
    case 'copy in the service':
      return eachOf(container, (blob) => copyInService(blob, into));
    case 'copy through the client':
      return eachOf(container, (blob) => copyToPackage(blob, blob.name));
  }
}

/** A listing, cut as an erasure cuts it. */
async function* pagesOf(container: string): AsyncGenerator<ListedBlob[]> {
  let page: ListedBlob[] = [];
  for await (const blob of blobStore.list(rangeOf(container))) {
    page.push(blob);
    if (page.length < 5_000) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function eachOf(container: string, work: (blob: ListedBlob) => Promise<unknown>): Promise<number> {
  let count = 0;
  for await (const page of pagesOf(container)) count += (await concurrently(page, 32, work)).length;
  return count;
}

/**
 * Copy Blob From URL over the same connections, tokens and retries as listing and deleting. The program itself has no
 * use for it: an export must read every byte to hash it.
 */
async function copyInService({ name, container, etag }: ListedBlob, into: string): Promise<void> {
  const { origin, path } = endpointOf(account);
  const headers = {
    'x-ms-copy-source': origin + path + blobPath(container, name),
    'x-ms-copy-source-authorization': await authorizationOf('reader'),
    'x-ms-source-if-match': `"${etag}"`,
    'x-ms-requires-sync': 'true',
  };
  await send('requests', account, { method: 'PUT', path: blobPath(into, name), headers }, () => undefined);
}
