import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { blobBytes } from './store';

/**
 * A blob service that answers in Azure's format and keeps nothing: what it takes is nearly nothing, so that a run
 * against it shows what the client itself can do.
 */
const content = Buffer.alloc(blobBytes, 'x');
const written = 'Sun, 01 Nov 2026 10:00:00 GMT';
const blobHeaders = {
  etag: '"0x8DE000000000001"',
  'last-modified': written,
  'x-ms-blob-type': 'BlockBlob',
  'content-md5': 'TVs4Tdmeb0SGSDh3gXV9ig==',
};
const fields = [
  `<Creation-Time>${written}</Creation-Time><Last-Modified>${written}</Last-Modified>`,
  `<Etag>0x8DE000000000001</Etag><Content-Length>${blobBytes}</Content-Length>`,
  '<Content-Type>application/octet-stream</Content-Type><Content-Encoding /><Content-Language /><Content-CRC64 />',
  '<Content-MD5 /><Cache-Control /><Content-Disposition /><BlobType>BlockBlob</BlobType>',
  '<AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred>',
  '<LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted>',
].join('');
/** Blobs by container. */
const counts = new Map<string, number>();
/** Pages that were made before: making them isn't what is measured. */
const pages = new Map<string, Buffer>();

function pageOf(container: string, from: number): Buffer {
  const key = `${container} ${from}`;
  let page = pages.get(key);
  if (!page) {
    const count = counts.get(container) ?? 0;
    const to = Math.min(count, from + 5_000);
    const blobs: string[] = [];
    for (let index = from; index < to; index += 1) {
      const number = String(index).padStart(7, '0');
      const name = `ExperimentRun/dcid.${number.slice(0, 6)}/outputs/${number}.json`;
      blobs.push(`<Blob><Name>${name}</Name><Properties>${fields}</Properties><OrMetadata /></Blob>`);
    }
    const next = to < count ? `<NextMarker>${to}</NextMarker>` : '<NextMarker />';
    page = Buffer.from(
      `<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>${blobs.join('')}</Blobs>${next}</EnumerationResults>`,
    );
    pages.set(key, page);
  }
  return page;
}

function batchAnswer(body: Buffer): Buffer {
  const ids = [...body.toString('latin1').matchAll(/content-id: (\d+)/gi)].map(([, id]) => id);
  const part = (id: string | undefined) =>
    `--b\r\nContent-Type: application/http\r\nContent-ID: ${id}\r\n\r\nHTTP/1.1 202 Accepted\r\n` +
    'x-ms-delete-type-permanent: true\r\nx-ms-request-id: 1\r\nx-ms-version: 2024-11-04\r\n\r\n';
  return Buffer.from(`${ids.map(part).join('')}--b--`);
}

function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://any');
  const container = pathname.split('/')[2] ?? '';
  const send = (status: number, headers: Record<string, string>, content: Buffer | string = '') => {
    response.writeHead(status, {
      ...headers,
      'content-length': String(Buffer.byteLength(content)),
      'x-ms-version': '1',
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  };
  if (pathname === '/_storage/fill') {
    const filled = JSON.parse(body.toString()) as { container: string; count: number };
    counts.set(filled.container, filled.count);
    for (let from = 0; from < filled.count; from += 5_000) pageOf(filled.container, from);
    return send(201, {});
  }
  if (searchParams.get('comp') === 'batch') {
    return send(202, { 'content-type': 'multipart/mixed; boundary=b' }, batchAnswer(body));
  }
  if (searchParams.get('comp') === 'list' && container !== '') {
    return send(200, { 'content-type': 'application/xml' }, pageOf(container, Number(searchParams.get('marker') ?? 0)));
  }
  if (searchParams.get('restype') === 'container')
    return send({ PUT: 201, DELETE: 202 }[request.method ?? ''] ?? 200, blobHeaders);
  if (request.method === 'DELETE') return send(202, { 'x-ms-delete-type-permanent': 'true' });
  if (request.method === 'GET') return send(200, blobHeaders, content);
  if (request.method === 'HEAD') {
    response.writeHead(200, { ...blobHeaders, 'content-length': String(blobBytes), 'x-ms-copy-status': 'success' });
    return void response.end();
  }
  send(202 - Number(!request.headers['x-ms-copy-source']), {
    ...blobHeaders,
    'x-ms-copy-id': '1',
    'x-ms-copy-status': 'success',
    'x-ms-request-server-encrypted': 'true',
  });
}

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { accounts: text, cert: text, key: text, 'admin-key': text } });
const tls = { cert: readFileSync(values.cert ?? ''), key: readFileSync(values.key ?? '') };
const server = createServer(tls, (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => answer(request, Buffer.concat(parts), response));
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(JSON.stringify({ event: 'ready', url }));
});
process.once('SIGTERM', () => process.exit(0));
