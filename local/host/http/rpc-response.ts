import type { ServerResponse } from 'node:http';
import type { InvocationResult, RpcHttpCookie, RpcHttpData, RpcTypedData } from '../contract';

/** Headers that belong to a connection, not to a message, and the length, which Node counts itself. */
const ownHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'trailer', 'te']);

/** The http output among a function's results: its return value, or a named `http` output binding. */
export function httpResultOf(result: InvocationResult): RpcHttpData | undefined {
  const outputs = [result.returnValue, ...result.outputData.map(({ data }) => data)];
  return outputs.find((data) => data?.http)?.http ?? undefined;
}

/** Writes what a buffered function returned; a function that returned nothing answers 204. */
export function writeRpcResponse(response: ServerResponse, http: RpcHttpData | undefined, isHead: boolean): void {
  const status = Number(http?.statusCode ?? (http ? 200 : 204));
  response.statusCode = status;
  for (const [name, value] of Object.entries(http?.headers ?? {})) {
    const lower = name.toLowerCase();
    if (!ownHeaders.has(lower) && (lower !== 'content-length' || isHead)) response.setHeader(name, value);
  }
  const cookies = (http?.cookies ?? []).map(serializeCookie);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  const bodyless = isHead || status === 204 || status === 304;
  response.end(bodyless ? undefined : bytesOf(http?.body));
}

function bytesOf(body: RpcTypedData | null | undefined): Uint8Array | string | undefined {
  if (!body) return undefined;
  return body.bytes ?? body.stream ?? body.string ?? body.json ?? String(body.int ?? body.double ?? '');
}

function serializeCookie(cookie: RpcHttpCookie): string {
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value ?? '')}`];
  const seconds = cookie.expires?.value?.seconds;
  if (cookie.domain?.value) parts.push(`Domain=${cookie.domain.value}`);
  if (cookie.path?.value) parts.push(`Path=${cookie.path.value}`);
  if (seconds) parts.push(`Expires=${new Date(seconds * 1000).toUTCString()}`);
  if (cookie.maxAge?.value !== undefined) parts.push(`Max-Age=${cookie.maxAge.value}`);
  if (cookie.secure?.value) parts.push('Secure');
  if (cookie.httpOnly?.value) parts.push('HttpOnly');
  const sameSite = { lax: 'Lax', strict: 'Strict', explicitNone: 'None', none: undefined }[cookie.sameSite ?? 'none'];
  if (sameSite) parts.push(`SameSite=${sameSite}`);
  return parts.join('; ');
}
