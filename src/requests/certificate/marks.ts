import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Documents, jsonLine } from '../../storage/documents';
import type { OutcomeLine } from '../outcomes';

const documents = new Documents();
const secrets = new Map<string, Promise<Buffer>>();

/** How a request's certificates and outcome lines call things. */
export type Marker = (thing: Pick<OutcomeLine, 'kind' | 'id'>) => string;

/**
 * The marks of a request: HMAC-SHA256, hex, over an item's ARM id in lower case (Azure compares ids without case) or a
 * blob's URL, with a secret that only this request has. Unlike a plain hash a mark can't be guessed by trying names,
 * and the same thing has another mark in another request.
 */
export async function markerOf(key: string): Promise<Marker> {
  let secret = secrets.get(key);
  if (!secret) {
    if (secrets.size > 100) secrets.clear();
    secret = secretOf(key);
    secret.catch(() => secrets.delete(key));
    secrets.set(key, secret);
  }
  const known = await secret;
  return ({ kind, id }) =>
    createHmac('sha256', known)
      .update(kind === 'item' ? id.toLowerCase() : id)
      .digest('hex');
}

/** The secret lies beside the request's restricted documents, and goes with them. */
async function secretOf(key: string): Promise<Buffer> {
  const name = `requests/${key}/mark-secret.json`;
  await documents.create(name, { secret: randomBytes(32).toString('base64') });
  const { secret } = await documents.needFixed<{ secret: string }>(name);
  return Buffer.from(secret, 'base64');
}

/** A line as it is stored. */
export interface StoredLine extends OutcomeLine {
  mark: string;
  /** 128 random bits, base64url: nobody can guess a line by its hash, which the proofs of other lines show. */
  nonce: string;
  /** First half of the SHA-256, hex, over the line's text before this member: tells which line of a document changed. */
  check: string;
}

/** A line as it is to be stored. */
export function markedLine(line: OutcomeLine, marker: Marker): StoredLine {
  const whole = { ...line, mark: marker(line), nonce: randomBytes(16).toString('base64url') };
  const text = jsonLine(whole).slice(0, -1);
  return { ...whole, check: createHash('sha256').update(text).digest('hex').slice(0, 32) };
}
