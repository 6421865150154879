import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EmulatorContext } from '../context';
import type { Principal, TokenService } from '../tokens';
import { authenticateFiles } from './access';
import { deletedSharesOf } from './deleted-shares';
import { ofEntry } from './entry-operations';
import type { FileAnswer, FileCall } from './file-call';
import { parsePlace } from './file-call';
import { FileError } from './file-error';
import { ofAccount, ofShare } from './service-operations';
import { errorText } from '../../terminal';

/** What the routes of the file service work with. */
export interface FileRoutesOptions {
  context: EmulatorContext;
  tokens: TokenService;
  /** Told who called, for the log of calls. */
  onCaller: (request: FastifyRequest, principal: Principal) => void;
}

/** Azure Files: `/_files/<account>/…` stands for `https://<account>.file.core.windows.net/…`. */
export function addFileRoutes(server: FastifyInstance, options: FileRoutesOptions): void {
  // In a scope of its own: bodies are bytes here, and refusals XML.
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.setErrorHandler((error, _request, reply) => sendError(reply, error));
    scope.all('/_files/*', (request, reply) => {
      const call = callOf(request, options.context);
      options.onCaller(request, authenticateFiles(call, options.tokens, options.context));
      const answer = call.shareName === undefined ? ofAccount(call) : aboutShare(call) ? ofShare(call) : ofEntry(call);
      return send(reply, answer);
    });
    done();
  });
}

function aboutShare(call: FileCall): boolean {
  return call.query.restype === 'share';
}

function callOf(request: FastifyRequest, context: EmulatorContext): FileCall {
  const url = new URL(request.url.replace(/^\/+/, '/'), 'https://localhost');
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name.toLowerCase()] ??= value;
  const headers = request.headers;
  const place = parsePlace(url.pathname, headers['x-ms-allow-trailing-dot'] === 'true');
  return {
    ...place,
    method: request.method,
    query,
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    endpoint: `${context.baseUrl()}/_files/${place.account}/`,
    files: context.files,
    deletedShares: deletedSharesOf(place.account, context),
    now: context.now(),
  };
}

function send(reply: FastifyReply, { status, headers = {}, body }: FileAnswer): FastifyReply {
  reply.code(status).headers({ 'x-ms-version': '2026-04-06', ...headers });
  if (Buffer.isBuffer(body)) reply.type('application/octet-stream');
  return reply.send(body ?? '');
}

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof FileError)) {
    // A defect of the emulator: it must be seen, and must not pass for a refusal of Azure.
    console.error(errorText(error));
    const message = error instanceof Error ? error.message : 'Unknown error.';
    return sendError(reply, new FileError(500, 'EmulatorDefect', message, 'No fact: a defect.'));
  }
  const headers = { 'x-ms-error-code': error.code, 'content-type': 'application/xml' };
  return reply.code(error.status).headers(headers).send(error.body());
}
