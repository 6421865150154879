import type { IncomingMessage } from 'node:http';
import type { RpcHttpData, RpcTypedData } from '../contract';

/** The request as the host tells it to a function: headers in lower case, several values joined by commas. */
export function toRpcRequest(
  request: IncomingMessage,
  url: URL,
  params: Record<string, string>,
  body: Buffer | undefined,
): RpcHttpData {
  // A map first: parameters may be called as what every object inherits.
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    query.set(name, query.has(name) ? `${query.get(name)},${value}` : value);
  }
  return {
    method: request.method ?? 'GET',
    url: url.href,
    headers: plainHeaders(request),
    params,
    query: Object.fromEntries(query),
    ...(body && body.length > 0 ? { body: { bytes: body } } : {}),
  };
}

/** Trigger metadata of an http trigger; the SDK reads headers and params from it when bodies are streamed. */
export function httpMetadata(
  request: IncomingMessage,
  url: URL,
  params: Record<string, string>,
): Record<string, RpcTypedData> {
  return {
    ...Object.fromEntries(Object.entries(params).map(([name, value]) => [name, { string: value }])),
    Query: { json: JSON.stringify(Object.fromEntries(url.searchParams)) },
    Headers: { json: JSON.stringify(plainHeaders(request)) },
  };
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
