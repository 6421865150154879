import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../../local/system/certificate';

/** A server that nobody has a reason to call. Its address stands in every field that could be taken for one. */
export interface Canary {
  url: string;
  /** What called it, as `GET /path`, with ` (with a token)` where there was one. */
  calls: string[];
  stop(): Promise<void>;
}

/** Starts one with the certificate of a system, so that the app would trust it. */
export async function startCanary({ certFile, keyFile }: Certificate): Promise<Canary> {
  const calls: string[] = [];
  const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
    const token = request.headers.authorization === undefined ? '' : ' (with a token)';
    calls.push(`${request.method} ${request.url}${token}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[]}');
  });
  // A connection that isn't even TLS is a call as well.
  server.on('tlsClientError', () => calls.push('a connection'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
