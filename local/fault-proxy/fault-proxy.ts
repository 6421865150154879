import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { changed, sendAnswer } from './answer';
import { drained, forward, upstreamTo, wholeBody } from './relay';
import { startTcpProxy, type Cuttable } from './tcp-proxy';
import { ProxyRules, type ProxyFault, type ProxyRule } from './rules';

/** What to put a proxy in front of. */
export interface FaultProxyOptions {
  /** Origin of the target, as `https://127.0.0.1:10000`; a path is refused. */
  target: string;
  /** Files of the certificate that the target has, and so has the proxy: it ends TLS. Without one, plain HTTP. */
  certificate?: { certFile: string; keyFile: string; pem: string };
  /** Port to listen on; a free one unless told. */
  port?: number;
  /**
   * Puts the proxy's address where answers name the target's, in headers and JSON: links that the target gives lead
   * through the proxy too. Holds such bodies in memory.
   */
  adoptLinks?: boolean;
}

/** A running proxy. */
export interface FaultProxy extends Cuttable {
  /** Its origin. */
  url: string;
  /** Adds a rule; gives what takes it away. The first rule that matches wins. */
  add(rule: ProxyRule): () => void;
  clear(): void;
}

/** Starts a reverse proxy on 127.0.0.1 that passes calls on as they are, except those that a rule hits. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { certificate } = options;
  const target = new URL(options.target);
  if (target.pathname !== '/') throw new Error('The target of a fault proxy is an origin, without a path.');
  const upstream = upstreamTo(target.origin, certificate?.pem);
  const rules = new ProxyRules();
  const listener: RequestListener = (call, response) => {
    const fault = rules.next(call.method ?? 'GET', call.url ?? '/');
    serve(call, response, fault).catch(() => reset(call));
  };
  const server = certificate
    ? createSecureServer({ cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) }, listener)
    : createServer(listener);
  // Longer than clients keep idle connections: one that the proxy closes first would be a fault that no rule asked for.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  // TLS ends behind a proxy of bytes: a connection under TLS can be closed, but not be reset.
  const front = await startTcpProxy({ targetPort: (server.address() as AddressInfo).port, port: options.port });
  const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${front.port}`;
  const reset = (call: IncomingMessage): void => front.reset(call.socket.remotePort);

  async function serve(call: IncomingMessage, response: ServerResponse, fault: ProxyFault | undefined): Promise<void> {
    if (fault?.kind === 'delay') await sleep(fault.ms, undefined, { ref: false });
    if (fault?.kind === 'respond' || fault?.kind === 'hang') {
      if (fault.forward) (await forward(call, upstream)).resume();
      else await drained(call);
      if (fault.kind === 'hang') return;
      const { status, headers = {}, body = '' } = fault;
      response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
      response.end(call.method === 'HEAD' ? undefined : body);
      return;
    }
    const answer =
      fault?.kind === 'resetRequest'
        ? await forward(call, upstream, (total) => total <= fault.afterBytes)
        : await forward(call, upstream);
    if (fault?.kind === 'resetRequest') throw new Error('The call had fewer bytes than the rule waited for.');
    await pass(call, response, answer, fault);
  }

  async function pass(
    call: IncomingMessage,
    response: ServerResponse,
    answer: IncomingMessage,
    fault: ProxyFault | undefined,
  ): Promise<void> {
    const adopt = (text: string) => (options.adoptLinks ? text.replaceAll(target.origin, url) : text);
    answer.rawHeaders = answer.rawHeaders.map(adopt);
    const json = /json/i.test(answer.headers['content-type'] ?? '');
    const changes = fault?.kind === 'changeJson' || fault?.kind === 'changeText';
    if (call.method !== 'HEAD' && (changes || (options.adoptLinks && json))) {
      const text = adopt((await wholeBody(answer)).toString('utf8'));
      const body = Buffer.from(changed(text, fault), 'utf8');
      return sendAnswer(response, { head: answer, body: [body], length: body.length }, fault);
    }
    return sendAnswer(response, { head: answer, body: answer }, fault);
  }

  return {
    url,
    port: front.port,
    add: (rule) => rules.add(rule),
    clear: () => rules.clear(),
    ...{ cut: front.cut, down: front.down, up: front.up },
    async stop() {
      await front.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      upstream.agent.destroy();
      await closed;
    },
  };
}
