import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultRule, Faults } from './faults';

const ruled = new WeakMap<FastifyRequest, FaultRule>();

/**
 * Applies the fault that hits a call, before it is carried out or (rules with `after`) when it is answered.
 * Returns true when the call is left without an answer.
 */
export async function applyFault(
  faults: Faults,
  request: FastifyRequest,
  reply: FastifyReply,
  stage: 'before' | 'after',
): Promise<boolean> {
  if (request.url.startsWith('/_emulator')) return false;
  if (stage === 'before') {
    const rule = faults.next(request.method, request.url);
    if (rule === undefined) return false;
    ruled.set(request, rule);
    return rule.after === true ? false : carryOut(rule, request, reply);
  }
  const rule = ruled.get(request);
  if (rule?.after !== true) return false;
  ruled.delete(request);
  return carryOut(rule, request, reply);
}

async function carryOut(rule: FaultRule, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  if (rule.delayMs !== undefined) await sleep(rule.delayMs);
  if (rule.dropConnection === true || rule.hang === true) {
    // A hijacked reply is never sent: a hanging connection stays open until the client or the server closes it.
    reply.hijack();
    if (rule.dropConnection === true) request.raw.socket.destroy();
    return true;
  }
  if (rule.respond === undefined) return false;
  const { status, headers = {}, body } = rule.respond;
  if (rule.after !== true) {
    await reply.code(status).headers(headers).send(body);
    return false;
  }
  reply.hijack();
  reply.raw.writeHead(status, { 'content-type': 'application/json', ...headers });
  reply.raw.end(body === undefined ? '' : JSON.stringify(body));
  return false;
}
