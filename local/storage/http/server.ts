import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { once } from 'node:events';
import { TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminAnswer, adminPrefix, type AdminAnswer } from './admin';
import { faultAnswer, requestId, type BlobService, type Incoming } from '../blob-service';
import type { Answer } from './call';
import { errorText } from '../../terminal';

/** A server of a blob service that is not listening yet; over TLS when there is a certificate (PEM). */
export function makeServer(service: BlobService, adminKey: string, tls?: { cert: string; key: string }): Server {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(service, adminKey, request, response).catch((error: unknown) => {
      // A client that went away is no fault of this service; anything else is one, and must be seen.
      if (request.socket.destroyed) return;
      console.error(errorText(error));
      request.socket.destroy();
    });
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  // Longer than clients keep idle connections: one that this side closes first is a reset for them.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  return server;
}

async function handle(
  service: BlobService,
  adminKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers, rawHeaders } = request;
  const origin = `${request.socket instanceof TLSSocket ? 'https' : 'http'}://${headers.host ?? ''}`;
  const incoming: Incoming = { method, origin, target: url, headers, rawHeaders, body: await bodyOf(request) };
  if (url.startsWith(adminPrefix)) return send(response, incoming, adminAnswer(service, adminKey, incoming));
  const fault = service.faults.next(method, url);
  if (fault === undefined) return send(response, incoming, await service.answer(incoming));
  const carriedOut = fault.after === true ? await service.answer(incoming) : undefined;
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.hang === true) return;
  if (fault.dropConnection === true) {
    request.socket.destroy();
    return;
  }
  if (fault.respond !== undefined) return send(response, incoming, faultAnswer(fault));
  return send(response, incoming, carriedOut ?? (await service.answer(incoming)));
}

async function send(response: ServerResponse, incoming: Incoming, answer: Answer | AdminAnswer): Promise<void> {
  const { status, headers = {}, body = '' } = answer;
  const sent: Record<string, string> = { 'x-ms-request-id': requestId() };
  for (const name of ['x-ms-version', 'x-ms-client-request-id']) {
    const value = incoming.headers[name];
    if (value !== undefined) sent[name] = String(value);
  }
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent[name] = value;
  if ('lines' in answer && answer.lines !== undefined) {
    response.writeHead(status, sent);
    for (const line of answer.lines) if (!response.write(line)) await once(response, 'drain');
    response.end();
    return;
  }
  const reading = incoming.method === 'HEAD' || status === 304 || status === 204;
  if (!reading) sent['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(status, sent);
  response.end(reading ? undefined : body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === '0')) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  // Always a copy: what came is a slice of a socket's buffer, which a small blob would keep alive.
  return Buffer.concat(parts);
}
