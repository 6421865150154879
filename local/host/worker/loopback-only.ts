import { Server } from 'node:net';

/**
 * Makes every server of this process that names no address listen on 127.0.0.1. The SDK's own server for streamed
 * bodies names none and would be open to the whole network. Returns what undoes it.
 */
export function listenOnLoopbackOnly(): () => void {
  const original = Object.getOwnPropertyDescriptor(Server.prototype, 'listen');
  if (!original) throw new Error('This version of Node has no listen method to keep on loopback.');
  const listen = original.value as (this: Server, ...args: unknown[]) => Server;
  function onLoopback(this: Server, ...args: unknown[]): Server {
    const [port, host, ...rest] = args;
    if (typeof port !== 'number' || typeof host === 'string') return listen.apply(this, args);
    return listen.apply(this, [port, '127.0.0.1', ...(host === undefined ? [] : [host]), ...rest]);
  }
  Object.defineProperty(Server.prototype, 'listen', { ...original, value: onLoopback });
  return () => void Object.defineProperty(Server.prototype, 'listen', original);
}
