import { request as sendPlain, type IncomingMessage, Agent as PlainAgent } from 'node:http';
import { request as sendSecure, Agent as SecureAgent } from 'node:https';

/** Where calls go. */
export interface Upstream {
  /** Origin, as `https://127.0.0.1:10000`. */
  origin: string;
  agent: PlainAgent | SecureAgent;
}

/** Opens the way to a target; `ca` (PEM) is what an HTTPS target is trusted by. */
export function upstreamTo(origin: string, ca?: string): Upstream {
  const secure = new URL(origin).protocol === 'https:';
  return { origin, agent: secure ? new SecureAgent({ keepAlive: true, ca }) : new PlainAgent({ keepAlive: true }) };
}

/** Headers that belong to one connection, not to the call. */
const ofTheConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'proxy-connection']);

/** Headers of a call or answer as they came, in order and with their case: they may be signed. */
export function passedOn(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !ofTheConnection.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}

/**
 * Sends a call on to the target, its body as it comes; gives the answer's head with its body still to be read.
 * `onBytes` may stop the upload by answering false.
 */
export function forward(
  call: IncomingMessage,
  { origin, agent }: Upstream,
  onBytes: (total: number) => boolean = () => true,
): Promise<IncomingMessage> {
  const { protocol, hostname, port } = new URL(origin);
  const send = protocol === 'https:' ? sendSecure : sendPlain;
  const headers = passedOn(call.rawHeaders);
  // A body without a length came in chunks, and goes on so.
  if (call.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked');
  return new Promise((resolve, reject) => {
    const outgoing = send({ hostname, port, agent, method: call.method, path: call.url, headers });
    outgoing.once('response', resolve).once('error', reject);
    outgoing.once('close', () => reject(new Error('The target ended without an answer.')));
    let total = 0;
    call.on('data', (chunk: Buffer) => {
      total += chunk.length;
      if (!onBytes(total)) {
        outgoing.destroy();
        return;
      }
      if (!outgoing.write(chunk)) {
        call.pause();
        outgoing.once('drain', () => call.resume());
      }
    });
    call.once('end', () => outgoing.end());
    // A client that went away takes its call with it.
    call.once('close', () => {
      if (!call.complete) outgoing.destroy();
    });
  });
}

/** All of an answer's body. */
export async function wholeBody(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Reads what a client sends to its end, and keeps nothing of it. */
export async function drained(call: IncomingMessage): Promise<void> {
  for await (const _part of call) continue;
}
