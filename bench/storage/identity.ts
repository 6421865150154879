import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A token that local services take: they look at audience and end, not at the signature. */
export function localToken(): string {
  const now = Math.floor(Date.now() / 1_000);
  const id = '00000000-0000-0000-0000-000000000000';
  const claims = { aud: 'https://storage.azure.com', iss: `https://sts.windows.net/${id}/`, oid: id, tid: id };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  // As long as a managed identity's: a batch carries it once per blob.
  const filler = 'x'.repeat(900);
  return [
    part({ alg: 'RS256', typ: 'JWT' }),
    part({ ...claims, nbf: now - 60, iat: now, exp: now + 86_400, filler }),
    'c2lnbmF0dXJl',
  ].join('.');
}

/** The identity endpoint of App Service, so that our client gets its tokens as it does in Azure. */
export async function startIdentity(token: string): Promise<{ url: string; stop: () => void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    const expires = String(Math.floor(Date.now() / 1_000) + 86_400);
    response.end(JSON.stringify({ access_token: token, expires_on: expires, token_type: 'Bearer' }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
