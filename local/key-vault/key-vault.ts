import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { signDigest } from './ecdsa';

/** What to start. */
export interface KeyVaultOptions {
  /** Certificate and key of the server, PEM. */
  cert: string;
  key: string;
  /** A free port unless told. */
  port?: number;
  /** The audience that its challenge names and its tokens must have. */
  audience?: string;
}

/** A version of a key. */
interface Version {
  version: string;
  key: KeyObject;
  enabled: boolean;
  created: number;
}

/** A running key vault, as far as signing needs one. */
export interface KeyVault {
  url: string;
  /** Makes a key, or a new version of it; returns its id with the version. */
  rotate(name: string): string;
  /** Disables all versions of a key, or the one of an id. */
  disable(nameOrId: string): void;
  /** Answers the next calls with an error, which may say after how many seconds to come again; 0 never answers. */
  refuse(status: number, code: string, calls: number, retryAfter?: number): void;
  /** Signatures made so far. */
  readonly signatures: number;
  stop(): Promise<void>;
}

/** Starts a key vault with EC keys: the challenge, reading keys and their versions, and signing (REST 7.x). */
export async function startKeyVault(options: KeyVaultOptions): Promise<KeyVault> {
  const { cert, key, port = 0, audience = 'https://vault.azure.net' } = options;
  const keys = new Map<string, Version[]>();
  const refusal = { status: 0, code: '', calls: 0, retryAfter: 0 };
  let signatures = 0;
  const server = fastify({ https: { cert, key }, forceCloseConnections: true });
  const error = (reply: FastifyReply, status: number, code: string, inner?: string) =>
    reply.code(status).send({ error: { code, message: code, ...(inner ? { innererror: { code: inner } } : {}) } });
  const url = () => `https://localhost:${(server.server.address() as { port: number }).port}`;

  server.addHook('onRequest', async (request, reply) => {
    if (!isFor(request, audience)) {
      const challenge = `Bearer authorization="https://login.microsoftonline.com/common", resource="${audience}"`;
      return error(reply.header('www-authenticate', challenge), 401, 'Unauthorized');
    }
    if (refusal.calls > 0) {
      refusal.calls -= 1;
      if (refusal.status === 0) return new Promise<never>(() => undefined);
      if (refusal.retryAfter > 0) reply.header('retry-after', refusal.retryAfter);
      return error(reply, refusal.status, refusal.code);
    }
  });
  const find = ({ name = '', version }: { name?: string; version?: string }) => {
    const versions = keys.get(name) ?? [];
    return version ? versions.find((entry) => entry.version === version) : versions.at(-1);
  };
  const bundle = (name: string, { version, key: pair, enabled, created }: Version) => {
    const { kty, crv, x, y } = pair.export({ format: 'jwk' });
    const attributes = { enabled, created, updated: created, recoveryLevel: 'Recoverable+Purgeable' };
    return {
      key: { kid: `${url()}/keys/${name}/${version}`, kty, crv, x, y, key_ops: ['sign', 'verify'] },
      attributes,
    };
  };
  type Named = { Params: { name: string; version?: string } };
  const get = (request: FastifyRequest<Named>, reply: FastifyReply) => {
    const found = find(request.params);
    return found ? bundle(request.params.name, found) : error(reply, 404, 'KeyNotFound');
  };
  server.get<Named>('/keys/:name/versions', (request) => ({
    value: (keys.get(request.params.name) ?? []).map((version) => {
      const { key: shown, attributes } = bundle(request.params.name, version);
      return { kid: shown.kid, attributes };
    }),
  }));
  server.get<Named>('/keys/:name', get);
  server.get<Named>('/keys/:name/', get);
  server.get<Named>('/keys/:name/:version', get);
  server.post<Named & { Body: { alg: string; value: string } }>('/keys/:name/:version/sign', (request, reply) => {
    const found = find(request.params);
    if (!found) return error(reply, 404, 'KeyNotFound');
    if (!found.enabled) return error(reply, 403, 'Forbidden', 'KeyDisabled');
    const digest = Buffer.from(request.body.value, 'base64url');
    if (request.body.alg !== 'ES256' || digest.length !== 32) return error(reply, 400, 'BadParameter');
    signatures += 1;
    const value = signDigest(found.key, digest).toString('base64url');
    return { kid: bundle(request.params.name, found).key.kid, value };
  });
  await server.listen({ host: '127.0.0.1', port });

  return {
    url: url(),
    rotate(name) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const made = { version: randomBytes(16).toString('hex'), key: privateKey, enabled: true };
      keys.set(name, [...(keys.get(name) ?? []), { ...made, created: Math.floor(Date.now() / 1000) }]);
      return `${url()}/keys/${name}/${made.version}`;
    },
    disable(nameOrId) {
      for (const [name, versions] of keys)
        for (const each of versions)
          if (name === nameOrId || nameOrId.endsWith(`/keys/${name}/${each.version}`)) each.enabled = false;
    },
    refuse: (status, code, calls, retryAfter = 0) => void Object.assign(refusal, { status, code, calls, retryAfter }),
    get signatures() {
      return signatures;
    },
    stop: () => server.close(),
  };
}

/** Whether a call carries a token for the audience. Who signed the token is the identity endpoint's business. */
function isFor(request: FastifyRequest, audience: string): boolean {
  const [, payload = ''] = request.headers.authorization?.replace('Bearer ', '').split('.') ?? [];
  try {
    return (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { aud?: string }).aud === audience;
  } catch {
    return false;
  }
}
