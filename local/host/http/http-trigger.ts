import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Runner } from '../runner';
import { BodyTooLargeError, readBody, sendStatus } from './body';
import type { FunctionRoute } from './function-routes';
import { httpMetadata, toRpcRequest } from './rpc-request';
import { httpResultOf, writeRpcResponse } from './rpc-response';
import { forwardStream } from './stream-proxy';

/** What an http trigger needs of the host. */
export interface HttpTriggerOptions {
  run: Runner;
  /** The SDK's own server, when the app streams bodies. */
  httpUri: string | undefined;
  /** Longest request body in bytes. */
  bodyLimit: number;
}

/** A request that matched a function's route. */
export interface MatchedRequest {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  route: FunctionRoute;
  params: Record<string, string>;
}

/** How long a response may take to arrive after its function ended; both are in this process. */
const lateResponse = 2_000;

/** Runs the function for a request and answers it; a function's error is a 500 without details. */
export async function serveFunction(matched: MatchedRequest, options: HttpTriggerOptions): Promise<void> {
  const { response } = matched;
  try {
    await (options.httpUri ? serveStream(matched, options, options.httpUri) : serveBuffered(matched, options));
  } catch (error) {
    // The runner has logged a function's error already.
    sendStatus(response, error instanceof BodyTooLargeError ? 413 : 500);
  }
}

async function serveBuffered(matched: MatchedRequest, { run, bodyLimit }: HttpTriggerOptions): Promise<void> {
  const { request, response, url, route, params } = matched;
  const body = await readBody(request, bodyLimit);
  const result = await run(route.fn, {
    reason: 'http request',
    data: { http: toRpcRequest(request, url, params, body) },
    metadata: httpMetadata(request, url, params),
  });
  writeRpcResponse(response, httpResultOf(result), request.method === 'HEAD');
}

async function serveStream(
  matched: MatchedRequest,
  { run, bodyLimit }: HttpTriggerOptions,
  httpUri: string,
): Promise<void> {
  const { request, response, url, route, params } = matched;
  const invocationId = randomUUID();
  const forwarded = forwardStream(request, response, { httpUri, url, invocationId, limit: bodyLimit });
  const ran = run(route.fn, {
    reason: 'http request',
    data: { http: toRpcRequest(request, url, params, undefined) },
    metadata: httpMetadata(request, url, params),
    invocationId,
  });
  let silent = false;
  // Without a result the SDK sends no response at all, so the request would hang for ever.
  const watched = ran.then(
    async () => {
      const patience = setTimeout(() => {
        silent = !forwarded.answered();
        if (silent) forwarded.abort();
      }, lateResponse);
      await forwarded.done.finally(() => clearTimeout(patience));
    },
    (error: unknown) => {
      forwarded.abort();
      throw error;
    },
  );
  const outcomes = await Promise.allSettled([forwarded.done, watched]);
  if (silent) return writeRpcResponse(response, undefined, request.method === 'HEAD');
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
