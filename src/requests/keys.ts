import { createHash, createHmac, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { Documents } from '../storage/documents';

const secretName = 'config/hmac-secret.json';
let secret: Promise<Buffer> | undefined;

/** The secret is made once and kept beside the requests, not in settings: whoever may read it may read them too. */
async function hmacSecret(): Promise<Buffer> {
  const documents = new Documents();
  await documents.create(secretName, { secret: randomBytes(32).toString('base64') });
  const { secret: text } = await documents.need<{ secret: string }>(secretName);
  return Buffer.from(text, 'base64');
}

/**
 * The key of a request: instance id, and prefix of its documents. An HMAC, because request and ticket ids are chosen
 * by people and often name one, and instance ids and blob names end up in logs.
 */
export async function requestKey(requestId: string): Promise<string> {
  secret ??= hmacSecret();
  secret.catch(() => (secret = undefined));
  return createHmac('sha256', await secret)
    .update(requestId)
    .digest('hex')
    .slice(0, 32);
}

/** RFC 8785 canonical JSON: one text for one value. */
export function canonicalJson(value: unknown): string {
  return canonicalize(value) ?? 'null';
}

/** SHA-256 over the canonical JSON of a value, hex. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Short reference of an item or a run: 16 hex digits that don't tell its name. */
export function refOf(id: string): string {
  return createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, 16);
}
