import { randomUUID } from 'node:crypto';
import { EnvHttpProxyAgent } from 'undici';
import { asAzureError, AzureError, plainCode } from '../../azure/azure-error';
import type { Role } from '../../azure/credential';
import { answerTimeMs, unanswered } from '../../azure/patient-client';
import { throttling } from '../../azure/throttling';
import { longestSeconds, waitSeconds } from '../../azure/long-waits';
import { endpointOfName } from '../../azure/service-url';
import { settings } from '../../config/settings';
import { authorizationOf, forgetToken } from './tokens';

/** The version of the protocol: has all that is used here, and older clouds know it too. */
const apiVersion = '2024-11-04';
/** How often a call is tried, as by the SDK's clients in `blobs.ts`. */
export const tries = 4;

/** The account that holds the app's own documents. */
export const own = Symbol('own account');
/** A customer's account by its name, or the app's own. */
export type Account = string | typeof own;

/** A call to the blob service of an account. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the account's URL, escaped, with its query. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** What is sent; made anew for each try, since it may hold the token. */
  body?: (authorization: string) => Buffer;
  /** Takes the body of a success piece by piece, which is then empty in the answer; made anew for each try. */
  receive?: () => (piece: Uint8Array) => void;
  signal?: AbortSignal;
}

/** What the service answered. */
export interface Answer {
  status: number;
  header: (name: string) => string | undefined;
  body: Buffer;
}

let agent: EnvHttpProxyAgent | undefined;

/** Connections for the whole process, kept alive; through a proxy where the environment names one, as the SDK does. */
function connections(): EnvHttpProxyAgent {
  return (agent ??= new EnvHttpProxyAgent({
    connections: 128,
    connect: { timeout: 10_000 },
    headersTimeout: answerTimeMs(),
    bodyTimeout: answerTimeMs(),
  }));
}

const endpoints = new Map<string, { origin: string; path: string }>();

/** Where the blob service of an account is; `path` is empty, or the account where accounts are told by their path. */
export function endpointOf(account: Account): { origin: string; path: string } {
  const { CLOUD_BLOB_ENDPOINT_TEMPLATE, RequestStorage__blobServiceUri } = settings();
  const key = account === own ? '' : account;
  let endpoint = endpoints.get(key);
  if (!endpoint) {
    const url = account === own ? RequestStorage__blobServiceUri : endpointOfName(CLOUD_BLOB_ENDPOINT_TEMPLATE, key);
    const { origin, pathname } = new URL(url);
    endpoints.set(key, (endpoint = { origin, path: pathname.replace(/\/$/, '') }));
  }
  return endpoint;
}

/** The path of a blob below its account's URL. */
export function blobPath(container: string, name: string): string {
  return `/${encodeURIComponent(container)}/${encodeURIComponent(name).replaceAll('%2F', '/')}`;
}

/**
 * One call, tried once; again only with a new token, when the service refused the one at hand. Answers of 4xx and 5xx
 * are returned. Throws AzureError when the service could not be reached or broke off.
 */
export async function exchange(role: Role, account: Account, call: Call): Promise<Answer> {
  const authorization = await authorizationOf(role);
  const answer = await once(account, call, authorization);
  if (answer.status !== 401) return answer;
  forgetToken(role, authorization);
  const another = await authorizationOf(role);
  return another === authorization ? answer : once(account, call, another);
}

async function once(account: Account, call: Call, authorization: string): Promise<Answer> {
  const { origin, path } = endpointOf(account);
  const body = call.body?.(authorization);
  try {
    const response = await connections().request({
      origin,
      path: path + call.path,
      method: call.method,
      headers: {
        ...call.headers,
        authorization,
        'x-ms-version': apiVersion,
        'x-ms-client-request-id': randomUUID(),
      },
      body,
      signal: call.signal,
    });
    const { headers } = response;
    const header = (name: string) => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const status = response.statusCode;
    throttling.note('storage', status);
    if (!call.receive || status >= 300) return { status, header, body: Buffer.from(await response.body.arrayBuffer()) };
    const take = call.receive();
    for await (const piece of response.body) take(piece as Uint8Array);
    return { status, header, body: Buffer.alloc(0) };
  } catch (thrown) {
    const error = asAzureError(thrown);
    throw silences.has(error.code) ? unanswered() : error;
  }
}

/** Codes of the HTTP client for an answer that doesn't begin, or doesn't go on. */
const silences = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** Azure's error code of an answer; empty where it gave none. */
export function codeOf({ status, header, body }: Pick<Answer, 'status' | 'header' | 'body'>): string {
  const code = header('x-ms-error-code') ?? /<Code>([^<]+)<\/Code>/.exec(body.toString())?.[1];
  return code === undefined ? '' : plainCode(code, status);
}

/** Statuses that another try soon may heal. Unlike other 5xx these don't say that the service can't do it at all. */
export function heals(status: number): boolean {
  return [0, 408, 429, 500, 502, 503, 504].includes(status);
}

/** Milliseconds to wait before another try: what the service says, otherwise as the SDK does: none, 4 s, 8 s. */
export function waitBefore(attempt: number, told?: number): number {
  return told ?? Math.min((2 ** (attempt - 1) - 1) * 4_000, 8_000);
}

/** Milliseconds that an answer asks to wait; infinite when a durable timer must do it. */
export function toldWait({ header }: Pick<Answer, 'header'>): number | undefined {
  return waitMsOf(waitSeconds(header));
}

/** The same for a Retry-After that was read already, in seconds. */
export function waitMsOf(seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  return seconds > longestSeconds ? Infinity : seconds * 1_000;
}

/**
 * A call that may be repeated without harm, and what `read` makes of its answer. It is tried again when the service is
 * busy or unreachable, or `read` throws what is transient. Throws AzureError for refusals.
 */
export async function send<T>(role: Role, account: Account, call: Call, read: (answer: Answer) => T): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    let told: number | undefined;
    try {
      const answer = await exchange(role, account, call);
      told = toldWait(answer);
      if (answer.status < 300) return read(answer);
      const code = codeOf(answer) || `Http${answer.status}`;
      throw new AzureError(answer.status, code, `Azure answered ${answer.status} ${code}.`, heals(answer.status));
    } catch (thrown) {
      const wait = waitBefore(attempt, told);
      const again = thrown instanceof AzureError && thrown.transient && attempt < tries && wait < Infinity;
      if (!again || call.signal?.aborted) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
