import type { FastifyInstance } from 'fastify';
import { OWNER, type Settings } from './settings';
import type { TokenService } from './tokens';

/** Seconds that a token lives; managed identities hand out tokens for 24 hours. */
const TOKEN_LIFETIME = 86_400;

const KNOWN_RESOURCES = [
  'https://management.azure.com',
  'https://ml.azure.com',
  'https://storage.azure.com',
  'https://vault.azure.net',
  'https://containerregistry.azure.net',
];

/** What the identity endpoint needs. */
export interface IdentityOptions {
  header: string;
  tokens: TokenService;
  settings: Settings;
  now: () => Date;
}

/**
 * The managed-identity endpoint of App Service (protocol 2019-08-01): a local HTTP endpoint that trusts whoever
 * knows the identity header. Without client_id it serves the system-assigned identity, which is the eraser here.
 */
export function addIdentityRoutes(server: FastifyInstance, options: IdentityOptions): void {
  server.get('/msi/token', async (request, reply) => {
    const query = request.query as Record<string, string | undefined>;
    const refuse = (status: number, message: string) => reply.code(status).send({ statusCode: status, message });
    if (request.headers['x-identity-header'] !== options.header) return refuse(401, 'Invalid X-IDENTITY-HEADER.');
    if (query['api-version'] !== '2019-08-01') return refuse(400, 'Only api-version 2019-08-01 is supported.');
    const resource = query.resource?.replace(/\/$/, '');
    if (resource === undefined) return refuse(400, 'The resource parameter is required.');
    if (!KNOWN_RESOURCES.includes(resource))
      return refuse(400, `The resource ${resource} was not found in the tenant.`);
    const { reader, eraser } = options.settings.identities;
    const wanted = query.client_id?.toLowerCase() ?? eraser.clientId.toLowerCase();
    const identity = [reader, eraser, OWNER].find((known) => known.clientId.toLowerCase() === wanted);
    if (identity === undefined)
      return refuse(400, 'No User Assigned or Delegated Managed Identity found for client_id.');
    const now = Math.floor(options.now().getTime() / 1000);
    const { token, expiresOn } = options.tokens.issue(identity, resource, now, TOKEN_LIFETIME);
    return {
      access_token: token,
      expires_on: String(expiresOn),
      resource: query.resource,
      token_type: 'Bearer',
      client_id: identity.clientId,
    };
  });
}
