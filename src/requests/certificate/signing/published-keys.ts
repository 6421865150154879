import { Documents } from '../../../storage/documents';
import type { PublishedKey } from './jwk';

const documents = new Documents();
const folder = 'certificate-keys/';

/** Records a public key before its first signature, so that certificates can be checked after it was replaced. */
export async function recordKey(key: PublishedKey): Promise<void> {
  await documents.create(`${folder}${key.kid}.json`, key);
}

/** Every public key that ever signed, in the order of their ids. */
export async function recordedKeys(): Promise<PublishedKey[]> {
  const keys: PublishedKey[] = [];
  for await (const name of documents.names(folder)) keys.push(await documents.needFixed<PublishedKey>(name));
  return keys;
}
