/**
 * Texts of messages as they lie on a queue. host.json leaves them as they are (`messageEncoding: none`): a message in the
 * wrong encoding would go to the poison queue before this app sees it, and nobody would be told.
 */

/** The bytes that a message stands for: base64, as the clients of storage write it, or else the text itself. */
export function messageBytes(text: string): Uint8Array {
  const compact = text.replace(/\s/g, '');
  // Buffer skips what is not base64, so that is found by encoding the result again. No JSON object is base64.
  const bytes = Buffer.from(compact, 'base64');
  return bytes.toString('base64') === compact ? bytes : Buffer.from(text, 'utf8');
}

/** A message as others expect it: JSON in base64. */
export function messageText(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64');
}
