import { StorageError } from './errors';

/** One request within a batch. */
export interface BatchItem {
  contentId: string | undefined;
  method: string;
  /** Path and query, or a whole URL. */
  target: string;
  /** Names in lower case. */
  headers: Record<string, string>;
}

/** Requests that a batch holds at most (Azure docs: Blob Batch). */
const most = 256;

/** The requests of a batch. Throws ExceedsMaxBatchRequestCount, or InvalidInput for what is no batch. */
export function parseBatch(contentType: string | undefined, body: Buffer): BatchItem[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  const text = body.toString('utf8');
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  if (boundary === null || !text.includes(`${mark}--`)) throw new StorageError('InvalidInput');
  const parts = text
    .slice(0, text.lastIndexOf(`${mark}--`))
    .split(mark)
    .slice(1);
  if (parts.length > most) throw new StorageError('ExceedsMaxBatchRequestCount');
  if (parts.length === 0) throw new StorageError('InvalidInput');
  return parts.map(parsePart);
}

function parsePart(part: string): BatchItem {
  const lines = part.trim().split(/\r?\n/);
  const start = lines.indexOf('');
  const request = /^(\S+) (\S+) HTTP\/1\.1$/.exec(lines[start + 1] ?? '');
  if (start < 0 || request === null) throw new StorageError('InvalidInput');
  const headers: Record<string, string> = {};
  for (const line of lines.slice(start + 2)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const contentId = lines.slice(0, start).find((line) => line.toLowerCase().startsWith('content-id:'));
  const [, method = '', url = ''] = request;
  return { contentId: contentId?.slice('content-id:'.length).trim(), method, target: withoutOrigin(url), headers };
}

function withoutOrigin(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/]+/, '');
}

/** The answer to one of them. */
export interface BatchAnswer {
  contentId: string | undefined;
  status: number;
  reason: string;
  headers: Record<string, string | undefined>;
  body: string;
}

/** The body of the whole answer. */
export function formatBatch(boundary: string, answers: readonly BatchAnswer[]): string {
  const parts = answers.map(({ contentId, status, reason, headers, body }) => {
    const lines = Object.entries(headers).map(([name, value]) => (value === undefined ? '' : `${name}: ${value}\r\n`));
    const id = contentId === undefined ? '' : `Content-ID: ${contentId}\r\n`;
    return (
      `--${boundary}\r\nContent-Type: application/http\r\n${id}\r\n` +
      `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}\r\n`
    );
  });
  return `${parts.join('')}--${boundary}--\r\n`;
}
