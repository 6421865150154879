import { BlobSASPermissions, generateBlobSASQueryParameters, type BlobClient } from '@azure/storage-blob';
import { now } from '../config/clock';
import { requestStorage } from './own-containers';

/**
 * The newest service version of shared access signatures that every server this runs against knows; newer ones that
 * the SDK would choose are refused by emulators.
 */
const sasVersion = '2025-11-05';

/** A `content-disposition` that makes a browser save a file under its name, whatever its content (RFC 6266). */
export function asAttachment(fileName: string): string {
  const plain = fileName.replace(/[^\w.~-]/g, '_');
  // RFC 8187 allows fewer characters than encodeURIComponent leaves, and half a character has no encoding.
  const encoded = encodeURIComponent(Buffer.from(fileName).toString()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/**
 * A link that lets its holder save one blob as `fileName` until it expires: signed by the app's identity, never by an
 * account key.
 */
export async function expiringLink(
  blob: BlobClient,
  minutes: number,
  fileName: string,
): Promise<{ link: string; expiresAt: string }> {
  const startsOn = new Date(now().getTime() - 5 * 60_000);
  const expiresOn = new Date(now().getTime() + minutes * 60_000);
  const key = await requestStorage().getUserDelegationKey(startsOn, expiresOn);
  const query = generateBlobSASQueryParameters(
    {
      ...{ containerName: blob.containerName, blobName: blob.name, startsOn, expiresOn, version: sasVersion },
      permissions: BlobSASPermissions.parse('r'),
      contentDisposition: asAttachment(fileName),
      contentType: 'application/octet-stream',
    },
    key,
    blob.accountName,
  );
  return { link: `${blob.url}?${query.toString()}`, expiresAt: expiresOn.toISOString() };
}
