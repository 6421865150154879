import { blobService } from '../../storage/blobs';
import { listRange } from '../../storage/bytes';
import { listShares } from '../../storage/files/service';
import { containerKey, type ByteRange } from '../../storage/uri';

/**
 * The first container or share of an account in which anything lies, outside some places (as `containerKey` writes
 * them); undefined when there is none. Containers that Azure itself writes (`$logs`) tell of the account only.
 */
export async function firstNotEmpty(account: string, apart: ReadonlySet<string>): Promise<string | undefined> {
  for await (const { name } of blobService('reader', account).listContainers()) {
    const place = { account, container: name };
    if (!apart.has(containerKey(place)) && (await holdsAnything(place))) return name;
  }
  for (const { name } of await listShares(account)) {
    const place = { store: 'file' as const, account, container: name };
    if (!apart.has(containerKey(place)) && (await holdsAnything(place))) return name;
  }
  return undefined;
}

async function holdsAnything(place: Omit<ByteRange, 'path' | 'kind'>): Promise<boolean> {
  for await (const { name } of listRange({ ...place, path: '', kind: 'prefix' })) {
    // Nobody's items leave the folder empty that held them (`Users`): it holds nothing that could be lost.
    if (place.store !== 'file' || !name.endsWith('/')) return true;
  }
  return false;
}
