import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { RpcTypedData } from '../contract';

/** `extensions.queues.messageEncoding` of host.json. */
export type MessageEncoding = 'base64' | 'none';

/** The text of a message as it lies on the queue, or undefined when it is not in the expected encoding. */
export function decodeMessage(text: string, encoding: MessageEncoding): string | undefined {
  if (encoding === 'none') return text;
  const compact = text.replace(/\s/g, '');
  // Buffer skips what is not base64, so wrong input is found by encoding the result again.
  const bytes = Buffer.from(compact, 'base64');
  return bytes.toString('base64') === compact ? bytes.toString('utf8') : undefined;
}

/** The opposite of decodeMessage. */
export function encodeMessage(body: string | Uint8Array, encoding: MessageEncoding): string {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body);
  return bytes.toString(encoding === 'base64' ? 'base64' : 'utf8');
}

/** A message body for a function: as bytes if it wants them, else a JSON object or array as JSON, the rest as text. */
export function messageData(body: string, dataType?: string): RpcTypedData {
  if (dataType === 'binary') return { bytes: Buffer.from(body, 'utf8') };
  if (!/^\s*[[{]/.test(body)) return { string: body };
  try {
    JSON.parse(body);
    return { json: body };
  } catch {
    return { string: body };
  }
}

/** Trigger metadata of a queue message, named as the Functions host names it. */
export function messageMetadata(message: DequeuedMessageItem, body: string): Record<string, RpcTypedData> {
  const date = (value: Date | undefined): RpcTypedData => ({ json: JSON.stringify(value ?? null) });
  return {
    QueueTrigger: { string: body },
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    DequeueCount: { int: message.dequeueCount },
    InsertionTime: date(message.insertedOn),
    ExpirationTime: date(message.expiresOn),
    NextVisibleTime: date(message.nextVisibleOn),
  };
}

/**
 * The messages in an output value: one, or one per element of a JSON array. Bytes stay as they are. A text that looks like
 * JSON is read as such, also by the real host (azure-functions-host, FunctionBinding.cs); throws if it is none.
 */
export function outputMessages(data: RpcTypedData): (string | Uint8Array)[] {
  const { json, bytes, string, int, double } = data;
  if (bytes) return [bytes];
  if (typeof string === 'string' && !looksLikeJson.test(string)) return [string];
  const text = string ?? json;
  if (typeof text === 'string') {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return [text];
    return value.map((item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item)));
  }
  const number = int ?? double;
  if (number === undefined || number === null) throw new Error('A queue output must be text, bytes or JSON.');
  return [String(number)];
}

const looksLikeJson = /^\s*(\{[^]*\}|\[[^]*\])\s*$/;
