import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultRule, Faults } from './faults';

const ruled = new WeakMap<FastifyRequest, FaultRule>();

/** Applies the fault that hits a call, before it is carried out or (rules with `after`) when it is answered. */
export async function applyFault(
  faults: Faults,
  request: FastifyRequest,
  reply: FastifyReply,
  stage: 'before' | 'after',
): Promise<void> {
  if (request.url.startsWith('/_emulator')) return;
  if (stage === 'before') {
    const rule = faults.next(request.method, request.url);
    if (rule === undefined) return;
    ruled.set(request, rule);
    if (rule.after !== true) await carryOut(rule, request, reply);
    return;
  }
  const rule = ruled.get(request);
  if (rule?.after === true) {
    ruled.delete(request);
    await carryOut(rule, request, reply);
  }
}

async function carryOut(rule: FaultRule, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (rule.delayMs !== undefined) await sleep(rule.delayMs);
  if (rule.dropConnection === true) {
    reply.hijack();
    request.raw.socket.destroy();
  }
  // The connection stays open without an answer until the client or the server closes it.
  if (rule.hang === true) reply.hijack();
  if (rule.respond === undefined) return;
  const { status, headers = {}, body } = rule.respond;
  if (rule.after !== true) {
    await reply.code(status).headers(headers).send(body);
    return;
  }
  reply.hijack();
  const text = body === undefined ? '' : JSON.stringify(body);
  reply.raw.writeHead(status, { 'content-type': 'application/json', ...headers });
  reply.raw.end(text);
}
