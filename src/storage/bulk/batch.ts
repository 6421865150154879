import { randomUUID } from 'node:crypto';
import { plainCode } from '../../azure/azure-error';
import { copyQuery } from '../byte-store';
import { blobPath } from './transport';
import type { DeleteAnswer, DeleteTarget } from './types';

/** The most that one batch may hold (Azure docs: Blob Batch). */
const batchSize = 256;
/** The largest body that a batch may have, in bytes: 4 MiB (Azure docs: Blob Batch), less some room. */
const batchBytes = 4_000_000;

/** Cuts what is to be deleted into batches, for tokens of so many characters. */
export function batchesOf<T extends { target: DeleteTarget }>(all: readonly T[], tokenLength: number): T[][] {
  const batches: T[][] = [];
  let size = Infinity;
  for (const one of all) {
    // Escaped, a character of a name takes nine at most.
    const part = tokenLength + 9 * one.target.name.length + 600;
    size += part;
    if (size > batchBytes || batches.at(-1)?.length === batchSize) {
      batches.push([]);
      size = part;
    }
    batches.at(-1)?.push(one);
  }
  return batches;
}

/** The path of what is to be deleted, below its account's URL. */
export function targetPath({ container, name, versionId, snapshot, permanent }: DeleteTarget): string {
  const path = blobPath(container, name);
  const copy = copyQuery({ versionId, snapshot });
  return permanent ? `${path}${copy}${copy === '' ? '?' : '&'}deletetype=permanent` : path + copy;
}

/** The headers that say how it is to be deleted. */
export function targetHeaders({ etag, withSnapshots }: DeleteTarget): Record<string, string> {
  const headers: Record<string, string> = {};
  if (etag !== undefined) headers['if-match'] = `"${etag}"`;
  if (withSnapshots) headers['x-ms-delete-snapshots'] = 'include';
  return headers;
}

/** The body of a batch and its content type. */
export interface BatchBody {
  contentType: string;
  body: (authorization: string) => Buffer;
  /** Lets the next batch have the memory of this one's body, of which nothing may be on its way any more. */
  release: () => void;
}

/** Memory of bodies that were sent: half a megabyte each, which would pile up faster than it is collected. */
const spare: Buffer[] = [];

function takeBuffer(size: number): Buffer {
  const found = spare.findIndex((buffer) => buffer.length >= size);
  return found < 0 ? Buffer.allocUnsafeSlow(size + size / 4) : (spare.splice(found, 1)[0] as Buffer);
}

/** A batch that deletes: each part is a request of its own, with its own token (Azure docs: Blob Batch). */
export function batchOf(basePath: string, targets: readonly DeleteTarget[]): BatchBody {
  const boundary = `batch_${randomUUID()}`;
  const begin = `--${boundary}\r\ncontent-type: application/http\r\ncontent-transfer-encoding: binary\r\ncontent-id: `;
  let taken: Buffer | undefined;
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: (authorization) => {
      const [first, last] = [
        Buffer.from(begin),
        Buffer.from(`authorization: ${authorization}\r\ncontent-length: 0\r\n\r\n`),
      ];
      const own = targets.map((target, index) => requestOf(index, basePath, target));
      const end = `--${boundary}--\r\n`;
      const shared = targets.length * (first.length + last.length) + end.length;
      taken = takeBuffer(own.reduce((sum, { length }) => sum + length, shared));
      let at = 0;
      for (const text of own) {
        at += first.copy(taken, at);
        at += taken.write(text, at, 'latin1');
        at += last.copy(taken, at);
      }
      at += taken.write(end, at, 'latin1');
      return taken.subarray(0, at);
    },
    release: () => {
      if (taken && spare.length < 32) spare.push(taken);
      taken = undefined;
    },
  };
}

/** What only one part of a batch has, from its number on. */
function requestOf(index: number, basePath: string, target: DeleteTarget): string {
  let text = `${index}\r\n\r\nDELETE ${basePath}${targetPath(target)} HTTP/1.1\r\n`;
  const headers = targetHeaders(target);
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  return text;
}

/** What a batch answered. */
export interface BatchAnswer {
  /** By place in the batch; status 0 where the answer tells nothing. */
  answers: DeleteAnswer[];
  /** Set when there is one answer for all: the service refused the batch as such. */
  whole?: DeleteAnswer;
  /** The longest Retry-After of its parts, in seconds. */
  retryAfter?: number;
}

/** Reads the answers, in whatever order they come. What the end of a part doesn't close is not an answer. */
export function answersOf(contentType: string, body: Buffer, count: number): BatchAnswer {
  const answers = Array.from({ length: count }, (): DeleteAnswer => ({ status: 0, code: '' }));
  const read: BatchAnswer = { answers };
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary === undefined) return read;
  const parts = body.toString('latin1').split(`--${boundary}`);
  for (const part of parts.slice(1, -1)) {
    const { id, answer, retryAfter } = partOf(part);
    if (answer === undefined) continue;
    if (id !== undefined) {
      if (answers[id]?.status === 0) answers[id] = answer;
    } else if (parts.length === 3) read.whole = answer;
    if (retryAfter !== undefined) read.retryAfter = Math.max(read.retryAfter ?? 0, retryAfter);
  }
  return read;
}

function partOf(part: string): { id?: number; answer?: DeleteAnswer; retryAfter?: number } {
  const read: ReturnType<typeof partOf> = {};
  for (let at = part.indexOf('\n') + 1; at > 0;) {
    const end = part.indexOf('\n', at);
    if (end < 0) break;
    const line = part.slice(at, end).trimEnd();
    at = end + 1;
    if (line === '' && read.answer) break;
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).trim();
    if (line.startsWith('HTTP/')) read.answer = { status: Number(line.split(' ')[1]), code: '' };
    else if (colon > 0) readHeader(read, line.slice(0, colon).toLowerCase(), value);
  }
  return read;
}

function readHeader(read: ReturnType<typeof partOf>, name: string, value: string): void {
  if (!read.answer) {
    if (name === 'content-id' && /^\d+$/.test(value)) read.id = Number(value);
  } else if (name === 'x-ms-error-code' && value !== '') read.answer.code = plainCode(value, read.answer.status);
  else if (name === 'x-ms-delete-type-permanent') read.answer.permanent = value.toLowerCase() === 'true';
  else if (name === 'retry-after' && /^\d+$/.test(value)) read.retryAfter = Number(value);
}
