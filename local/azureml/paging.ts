import { ArmError } from './arm-error';
import { keyOf } from './records';
import type { ResourceRecord } from './records';

/** A page and the token that leads to the next one; no token on the last page. */
export interface Page<Item> {
  items: Item[];
  token?: string;
}

interface Position {
  createdAt: string;
  key: string;
}

/**
 * Cuts a page out of records in list order. The token is opaque and holds the last record's position rather than a
 * number, so that deleting what was already listed makes no later record slip through.
 */
export function pageOf(records: readonly ResourceRecord[], size: number, token?: string): Page<ResourceRecord> {
  const after = token === undefined ? undefined : decode(token);
  const rest = after === undefined ? records : records.filter((record) => isAfter(record, after));
  const items = rest.slice(0, size);
  const last = items.at(-1);
  if (last === undefined || rest.length <= size) return { items };
  return { items, token: encode({ createdAt: last.createdAt, key: keyOf(last) }) };
}

function isAfter(record: ResourceRecord, after: Position): boolean {
  if (record.createdAt !== after.createdAt) return record.createdAt < after.createdAt;
  return keyOf(record) > after.key;
}

function encode(position: Position): string {
  return Buffer.from(JSON.stringify([position.createdAt, position.key])).toString('base64url');
}

function decode(token: string): Position {
  try {
    const [createdAt, key] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as [unknown, unknown];
    if (typeof createdAt === 'string' && typeof key === 'string') return { createdAt, key };
  } catch {
    // Falls through to the refusal: the token was not made here.
  }
  throw new ArmError(400, 'InvalidContinuationToken', 'The continuation token is not valid.', {
    fact: '$skip is an opaque continuation token, not a number.',
  });
}
