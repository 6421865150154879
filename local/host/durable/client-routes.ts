import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRoute } from '../contract';
import { managementUrlsOf, type Endpoint } from './binding-data';
import { InstanceExistsError, type Client, type CommandResult } from './client';
import { UnknownFunctionError } from './functions';
import { HttpProblem, jsonBody, respond } from './http-io';
import { isFinal } from './model';
import { instanceStatus, listInstances } from './query';
import { instanceIdProblem } from './starting';
import { readDetail, readFilter, readPageSize } from './status-filter';
import type { Store } from './store';

/** What the routes work on. */
export interface Backend {
  client: Client;
  store: Store;
  endpoint: () => Endpoint;
  /** Proves that a request comes from this process's own SDK: part of the path of `rpcBaseUrl`. */
  rpcSecret: string;
}

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  /** Groups of the path's pattern. */
  params: Record<string, string>;
}

type Handler = (backend: Backend, call: Call) => Promise<void>;

const instance = 'instances/(?<id>[^/]+)';
const routes: [method: string, path: string, handle: Handler][] = [
  ['POST', 'orchestrators/(?<name>[^/]+)(?:/(?<id>.*))?', start],
  ['GET', 'instances/?', list],
  ['DELETE', 'instances/?', purgeMany],
  ['GET', instance, status],
  ['DELETE', instance, purge],
  ['POST', `${instance}/raiseEvent/(?<event>[^/]+)`, raiseEvent],
  ['POST', `${instance}/(?<verb>terminate|suspend|resume)`, command],
  ['POST', `${instance}/rewind`, unsupported('Rewinding an instance')],
  ['POST', `${instance}/restart`, unsupported('Restarting an instance')],
  ['GET', 'entities/.*', unsupported('Reading an entity')],
  ['POST', 'entities/.*', unsupported('Signalling an entity')],
];

/**
 * The endpoint of the durable client, twice: for the SDK in this process, under a secret path, and as webhooks for
 * whoever has the system key. Statuses are those of the Durable extension's HTTP API.
 */
export function clientRoutes(backend: Backend): HttpRoute[] {
  const root = '^/runtime/webhooks/durabletask/';
  return routes.map(([method, path, handle]) => ({
    method,
    path: new RegExp(`${root}(?:rpc/(?<secret>[^/]+)/)?${path}$`, 'i'),
    handle: (request, response, params) => serve(backend, handle, request, response, params),
  }));
}

async function serve(
  backend: Backend,
  handle: Handler,
  request: IncomingMessage,
  response: ServerResponse,
  params: Record<string, string>,
): Promise<void> {
  try {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    authorize(backend, query, params.secret);
    const hub = query.get('taskHub');
    if (hub !== null && hub.toLowerCase() !== backend.endpoint().hubName.toLowerCase()) {
      throw new HttpProblem(400, `There is no task hub '${hub}': the embedded host has only one.`);
    }
    await handle(backend, { request, response, query, params });
  } catch (error) {
    if (error instanceof HttpProblem) respond(response, error.status, { Message: error.message });
    else throw error;
  }
}

function authorize(backend: Backend, query: URLSearchParams, secret: string | undefined): void {
  const allowed =
    secret === undefined ? query.get('code') === backend.endpoint().systemKey : secret === backend.rpcSecret;
  if (!allowed) throw new HttpProblem(401, 'The key is missing or wrong.');
}

async function start(backend: Backend, { request, response, query, params }: Call): Promise<void> {
  const { name = '', id } = params;
  const problem = id === undefined || id === '' ? undefined : instanceIdProblem(id);
  if (problem !== undefined) throw new HttpProblem(400, problem);
  const input = await jsonBody(request);
  try {
    const version = query.get('version') ?? undefined;
    const instanceId = await backend.client.start(name, id === '' ? undefined : id, input, version);
    const urls = managementUrlsOf(backend.endpoint(), instanceId);
    respond(response, 202, urls, { Location: urls.statusQueryGetUri ?? '', 'Retry-After': '10' });
  } catch (error) {
    if (error instanceof UnknownFunctionError) throw new HttpProblem(400, error.message);
    if (error instanceof InstanceExistsError) throw new HttpProblem(409, error.message);
    throw error;
  }
}

async function status({ store }: Backend, { response, query, params }: Call): Promise<void> {
  const { id = '' } = params;
  const found = await instanceStatus(store, id, readDetail(query));
  if (found === null) throw new HttpProblem(404, `There is no instance '${id}'.`);
  respond(response, isFinal(found.runtimeStatus) ? 200 : 202, found);
}

async function list({ store }: Backend, { request, response, query }: Call): Promise<void> {
  const header = request.headers['x-ms-continuation-token'];
  const token = typeof header === 'string' && header !== '' ? header : undefined;
  const page = await listInstances(store, readFilter(query), readDetail(query), readPageSize(query), token);
  respond(response, 200, page.instances, page.next === undefined ? {} : { 'x-ms-continuation-token': page.next });
}

async function purge({ client }: Backend, { response, params }: Call): Promise<void> {
  const { id = '' } = params;
  if (!(await client.purge(id))) throw new HttpProblem(404, `There is no ended instance '${id}'.`);
  respond(response, 200, { instancesDeleted: 1 });
}

async function purgeMany({ client }: Backend, { response, query }: Call): Promise<void> {
  const instancesDeleted = await client.purgeMany(readFilter(query));
  if (instancesDeleted === 0) throw new HttpProblem(404, 'No ended instance matches.');
  respond(response, 200, { instancesDeleted });
}

async function raiseEvent({ client }: Backend, { request, response, params }: Call): Promise<void> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new HttpProblem(400, 'An event needs a body of type application/json.');
  const input = await jsonBody(request);
  if (input === undefined) throw new HttpProblem(400, 'An event needs a JSON body.');
  const { id = '', event = '' } = params;
  acknowledge(response, id, await client.raiseEvent(id, event, input));
}

async function command({ client }: Backend, { response, query, params }: Call): Promise<void> {
  const { id = '', verb = '' } = params;
  const kind = verb.toLowerCase() as 'terminate' | 'suspend' | 'resume';
  acknowledge(response, id, await client.command(id, kind, query.get('reason') ?? ''));
}

function acknowledge(response: ServerResponse, id: string, result: CommandResult): void {
  if (result === 'unknown') throw new HttpProblem(404, `There is no instance '${id}'.`);
  respond(response, result === 'gone' ? 410 : 202);
}

function unsupported(what: string): Handler {
  return () => Promise.reject(new HttpProblem(501, `${what} is not supported by the embedded host.`));
}
