import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../../../local/system/certificate';

/** What happens to a request on its way: an answer in the service's place, or its answer lost or cut off. */
export type Fault =
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string }
  /** The service never sees it. */
  | { kind: 'reset' }
  /** The service does it, and the answer is lost. */
  | { kind: 'lost' }
  /** Half of the answer comes; with `quietly` as if it were all. */
  | { kind: 'cut'; quietly?: true };

/** A way to a service that goes wrong when a test wants it. */
export interface Tamper {
  url: string;
  /** Called for each request; what it gives happens to it. */
  fault: (request: { method: string; url: string; body: string }) => Fault | undefined;
  /** Requests so far, `GET /path`. */
  seen: string[];
  stop(): Promise<void>;
}

/** Starts a proxy over HTTPS before a service. */
export async function startTamper(target: string, certificate: Certificate): Promise<Tamper> {
  const tls = { cert: await readFile(certificate.certFile), key: await readFile(certificate.keyFile) };
  const server = createServer(tls, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const body = Buffer.concat(chunks);
      tamper.seen.push(`${method} ${url}`);
      const fault = tamper.fault({ method, url, body: body.toString('latin1') });
      if (fault?.kind === 'reset') return void request.socket.destroy();
      if (fault?.kind === 'answer') return void response.writeHead(fault.status, fault.headers).end(fault.body);
      const onward = httpsRequest(target + url, { method, headers: request.headers, ca: certificate.pem }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const whole = Buffer.concat(parts);
          if (fault?.kind === 'lost') return void request.socket.destroy();
          const { 'transfer-encoding': _, ...headers } = answer.headers;
          const half = whole.subarray(0, whole.length / 2);
          if (fault?.kind === 'cut' && !fault.quietly) {
            response.writeHead(answer.statusCode ?? 0, { ...headers, 'content-length': whole.length });
            return void response.write(half, () => request.socket.destroy());
          }
          const sent = fault?.kind === 'cut' ? half : whole;
          response.writeHead(answer.statusCode ?? 0, { ...headers, 'content-length': sent.length }).end(sent);
        });
      });
      onward.end(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const tamper: Tamper = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: () => undefined,
    seen: [],
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return tamper;
}

/** The identity endpoint of App Service, with tokens that Azurite takes. */
export interface Identity {
  url: string;
  /** Seconds for which its tokens are good. */
  lifetime: number;
  /** Tokens given so far. */
  given: number;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startIdentity(): Promise<Identity> {
  const server = createHttpServer((_request, response) => {
    identity.given += 1;
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      ...{ aud: 'https://storage.azure.com', iss: 'https://sts.windows.net/00000000-0000-0000-0000-000000000000/' },
      ...{ oid: '00000000-0000-0000-0000-000000000001', tid: '00000000-0000-0000-0000-000000000000' },
      ...{ nbf: now - 60, iat: now, exp: now + identity.lifetime, jti: String(identity.given) },
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        access_token: token,
        expires_on: String(claims.exp),
        token_type: 'Bearer',
        resource: claims.aud,
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const identity: Identity = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`,
    lifetime: 3_600,
    given: 0,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return identity;
}
