import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EmulatorContext } from '../context';
import type { ResourceRecord } from '../records';
import type { Principal, TokenService } from '../tokens';
import { RegistryAccess } from './registry-access';
import { answerRegistryCall } from './registry-calls';
import { RegistryError, unknown } from './registry-error';
import { parseRegistryPath, scopeOf } from './registry-path';
import { errorText } from '../../terminal';

/** What the routes work with. */
export interface RegistryRoutesOptions {
  context: EmulatorContext;
  tokens: TokenService;
  /** Told who a call came from, for the log of calls. */
  identified: (request: FastifyRequest, principal: Principal) => void;
}

/**
 * The data plane of container registries below `/_registry/{name}`, which stands for `https://{name}.azurecr.io`, as
 * far as clients list and delete: catalog, repositories, manifests, tags, and the exchange of tokens before.
 */
export function addRegistryRoutes(server: FastifyInstance, options: RegistryRoutesOptions): void {
  // A scope of its own: these answers, errors and forms are no Resource Manager's.
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, parsed) => parsed(null, text));
    scope.setErrorHandler((error, _request, reply) => {
      const refusal = error instanceof RegistryError ? error : defect(error);
      return reply.code(refusal.status).headers(refusal.headers).send(refusal.body());
    });
    scope.all('/_registry/:registry/*', (request, reply) => answer(request, reply, options));
    done();
  });
}

function answer(request: FastifyRequest, reply: FastifyReply, options: RegistryRoutesOptions): FastifyReply {
  const { context, tokens, identified } = options;
  const url = new URL(request.url, 'https://localhost');
  const [, root = '', path = ''] = /^(\/_registry\/[^/]+)(\/.*)$/.exec(url.pathname) ?? [];
  const registry = registryNamed(decodeURIComponent(root.split('/')[2] ?? ''), context);
  const access = new RegistryAccess(registry, tokens, context);
  if (request.method === 'POST') {
    const form = new URLSearchParams(String(request.body));
    if (path === '/oauth2/exchange') return reply.send(access.exchange(form));
    if (path === '/oauth2/token') return reply.send(access.access(form));
  }
  const target = parseRegistryPath(path);
  if (!target) throw unknown('NAME_UNKNOWN', 'repository name');
  identified(request, access.authorize(request.headers.authorization, scopeOf(request.method, target)));
  const { status, body, link } = answerRegistryCall({
    ...{ method: request.method, target, search: url.searchParams, registry, context },
  });
  // The link is relative to the registry, as in Azure, where the registry is the whole host.
  if (link !== undefined) reply.header('link', `<${path}${link}>; rel="next"`);
  return reply.code(status).send(body);
}

/** The registry with this name; names are unique in all Azure and have no case. */
function registryNamed(name: string, context: EmulatorContext): ResourceRecord {
  const found = context.state.list('registries').find((record) => record.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new RegistryError(404, 'NAME_UNKNOWN', 'There is no registry of this name.', {
    fact: 'In Azure the host name of a registry that is gone does not resolve; here the host is always there.',
  });
}

function defect(error: unknown): RegistryError {
  // A defect of the emulator: it must be seen, and must not pass for a refusal of Azure.
  console.error(errorText(error));
  return new RegistryError(500, 'EMULATOR_DEFECT', error instanceof Error ? error.message : 'Unknown error.');
}
