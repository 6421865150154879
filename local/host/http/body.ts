import type { IncomingMessage, ServerResponse } from 'node:http';

/** The body is longer than the host accepts; answered 413. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
}

/** Reads a whole body; rejects with BodyTooLargeError past `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLargeError('The body is too large.');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new BodyTooLargeError('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Ends a response with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown, headers: object = {}): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body);
}

/** Ends a response without a body, as the real host answers errors: no detail leaves it. */
export function sendStatus(response: ServerResponse, status: number): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-length': '0' }).end();
}
