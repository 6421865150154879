import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { passedOn } from './relay';
import type { ProxyFault } from './rules';

/** An answer on its way to the client; `length` is that of a body that was changed. */
export interface Passing {
  head: IncomingMessage;
  body: AsyncIterable<Buffer> | Iterable<Buffer>;
  length?: number;
}

/** The text of an answer after a rule that changes it. */
export function changed(text: string, fault: ProxyFault | undefined): string {
  if (fault?.kind === 'changeText') return fault.change(text);
  if (fault?.kind === 'changeJson') return JSON.stringify(fault.change(JSON.parse(text)));
  return text;
}

/** Sends an answer, or as much of it as a rule lets through. Rejects when the connection is to be reset. */
export async function sendAnswer(response: ServerResponse, answer: Passing, fault?: ProxyFault): Promise<void> {
  const { head, body, length } = answer;
  if (fault?.kind !== 'resetAnswer' && fault?.kind !== 'truncate') {
    sendHead(response, head, length);
    await pipeline(body, response);
    return;
  }
  if (fault.kind === 'resetAnswer' && fault.afterBytes === 0) throw new Error('Reset before the answer.');
  const whole = length ?? lengthOf(head);
  const promised =
    fault.kind === 'truncate' && fault.length === 'sent' ? Math.min(whole ?? 0, fault.afterBytes) : whole;
  sendHead(response, head, promised);
  let left = fault.afterBytes;
  for await (const chunk of body) {
    const sent = chunk.subarray(0, left);
    left -= sent.length;
    if (!response.write(sent)) await once(response, 'drain');
    if (left <= 0) break;
  }
  if (fault.kind === 'resetAnswer') throw new Error('Reset in the middle of the answer.');
  if (fault.length === 'sent') response.end();
  else response.socket?.end();
}

/** The head as the target gave it, with another length where it has changed. */
function sendHead(response: ServerResponse, head: IncomingMessage, length: number | undefined): void {
  response.sendDate = false;
  const headers = passedOn(head.rawHeaders);
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-length');
  if (length !== undefined && at >= 0) headers[at + 1] = String(length);
  response.writeHead(head.statusCode ?? 502, head.statusMessage, headers);
}

function lengthOf(head: IncomingMessage): number | undefined {
  const length = head.headers['content-length'];
  return length === undefined ? undefined : Number(length);
}
