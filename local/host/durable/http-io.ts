import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bodies of more than this many bytes are refused. */
const maxBodyBytes = 100 * 1024 * 1024;

/** An answer other than success; `status` is the HTTP status. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads a request's body as text. */
export async function bodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new HttpProblem(413, `The body is larger than ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads a body that has to be JSON; returns it as compact JSON text, or undefined if there is none. */
export async function jsonBody(request: IncomingMessage): Promise<string | undefined> {
  const text = await bodyText(request);
  if (text.trim() === '') return undefined;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new HttpProblem(400, 'The body is not valid JSON.');
  }
}

/** Answers with JSON, or without a body. */
export function respond(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
