import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { copyQuery, type ListedBlob } from '../byte-store';
import type { Written } from '../upload';
import { blobPath, own, send } from './transport';

/**
 * Copies a blob that fits into memory, at exactly the etag that was listed, into one of the app's own containers: one
 * call reads it, one writes it. Its bytes come through here because they must be hashed, so a copy made by the service
 * itself would save only the way back. Throws AzureError, 412 when it changed.
 */
export async function copySmall(source: ListedBlob, container: string, target: string): Promise<Written> {
  const path = blobPath(source.container, source.name) + copyQuery(source);
  const headers = { 'if-match': `"${source.etag}"` };
  const content = await send('reader', source.account, { method: 'GET', path, headers }, ({ body }) => body);
  const written = {
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    crc32: crc32(content),
  };
  const plain = { 'content-type': 'application/octet-stream', 'x-ms-blob-type': 'BlockBlob' };
  const put = { method: 'PUT', path: blobPath(container, target), headers: plain, body: () => content } as const;
  await send('requests', own, put, () => undefined);
  return written;
}
