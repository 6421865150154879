import { app, type HttpHandler, type HttpMethod, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import * as df from 'durable-functions';
import { settings, SettingsError } from '../config/settings';
import { RequestError, toProblem, type Fault } from '../errors';
import { parseJson } from '../requests/parse-json';
import { logged } from '../scrubbed';

/** Bytes of a request that are accepted: what a queue message can hold. */
const requestLimit = 64 * 1024;

/** Headers of every answer: nothing is kept by caches, taken for another type, or run as a script. */
export const commonHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

/**
 * The answer for an error: an RFC 9457 problem. What isn't meant for callers becomes `internal` or `settings_invalid`,
 * without details.
 */
export function problemResponse(thrown: unknown, instance: string): HttpResponseInit {
  const unknown = new RequestError(thrown instanceof SettingsError ? 'settings_invalid' : 'internal');
  const error = thrown instanceof RequestError ? thrown : unknown;
  return {
    status: toProblem(error).status,
    headers: { ...commonHeaders, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ ...toProblem(error), instance }),
  };
}

/** Registers an HTTP function. Authentication is the platform's; every handler checks the caller's role itself. */
export function httpFunction(name: string, method: HttpMethod, route: string, handler: HttpHandler): void {
  app.http(name, {
    methods: [method],
    route,
    // No function key: it identifies no person. The platform signs callers in, and handlers refuse whom it doesn't know.
    authLevel: 'anonymous',
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      try {
        settings();
        const answer = (await handler(request, context)) as HttpResponseInit;
        return { ...answer, headers: { ...commonHeaders, ...answer.headers } };
      } catch (thrown) {
        if (!(thrown instanceof RequestError)) logged(name, thrown, context);
        return problemResponse(thrown, context.invocationId);
      }
    },
  });
}

/** The JSON body of a call, of at most `limit` bytes. Throws `body_too_large` and `invalid_json`. */
export async function jsonBody(request: HttpRequest, limit = requestLimit): Promise<unknown> {
  // What the caller says of its length spares the reading; a lie is found out below.
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new RequestError('body_too_large');
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > limit) throw new RequestError('body_too_large');
  return parseJson(new Uint8Array(bytes));
}

/** Throws `invalid_query` when there are faults. */
export function refuseQuery(faults: Fault[]): void {
  if (faults.length > 0) throw new RequestError('invalid_query', 'The query was not accepted.', faults);
}
