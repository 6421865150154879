import { request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BodyTooLargeError } from './body';

/** A request on its way through the SDK's own HTTP server. */
export interface Forwarded {
  /** Resolves when the whole response went to the client, rejects when either side broke off. */
  done: Promise<void>;
  /** True once the function's response has begun. */
  answered(): boolean;
  /** Gives up, because the function ended without a response. */
  abort(): void;
}

/**
 * Passes a request on to the server that the SDK runs when the app turned `enableHttpStream` on, and its response back
 * as it comes. The invocation id links it to the invocation that waits for it.
 */
export function forwardStream(
  request: IncomingMessage,
  response: ServerResponse,
  target: { httpUri: string; url: URL; invocationId: string; limit: number },
): Forwarded {
  const { url, limit } = target;
  const outgoing = send(new URL(url.pathname + url.search, target.httpUri), {
    method: request.method ?? 'GET',
    headers: {
      ...request.headers,
      'x-ms-invocation-id': target.invocationId,
      'x-forwarded-host': url.host,
      'x-forwarded-proto': url.protocol.replace(':', ''),
    },
  });
  let length = 0;
  const counted = new PassThrough({
    transform(chunk: Buffer, _encoding, next) {
      length += chunk.length;
      next(length > limit ? new BodyTooLargeError('The body is too large.') : null, chunk);
    },
  });
  const incoming = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
    outgoing.once('close', () => reject(new Error('The function ended without a response.')));
  });
  const upload = pipeline(request, counted, outgoing);
  let answered = false;
  const download = incoming.then(async (answer) => {
    answered = true;
    const headers = { ...answer.headers };
    for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'x-ms-invocation-id']) delete headers[name];
    response.writeHead(answer.statusCode ?? 500, headers);
    await pipeline(answer, response);
  });
  // A function may answer without reading the whole body: then the end of the upload is no failure.
  const done = Promise.race([download, upload.then(() => download)]).catch(async (error: unknown) => {
    const tooLarge = error instanceof BodyTooLargeError;
    if (tooLarge || !request.complete) outgoing.destroy();
    if (tooLarge) throw error;
    await download;
  });
  return { done, answered: () => answered, abort: () => void outgoing.destroy() };
}
