import { randomUUID } from 'node:crypto';
import { eventually } from './eventually';

/** An instance as the durable client reports it. */
export interface InstanceStatus {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  createdTime: string;
  lastUpdatedTime: string;
}

/** What a function of the app recorded: `at` is in milliseconds since 1970. */
export interface Observation {
  at: number;
  [field: string]: unknown;
}

/** A request to the local endpoint that the SDK talks to; `path` is relative to rpcBaseUrl. */
export interface RpcRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Its answer; `json` is undefined when the body is no JSON. */
export interface RpcResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
  json?: unknown;
}

const ENDED = ['Completed', 'Failed', 'Terminated', 'Canceled'];

/** The conformance app over HTTP. */
export class AppClient {
  constructor(private readonly baseUrl: string) {}

  /** A plain request to a route below the route prefix `api`. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.baseUrl}/api/${path}`, init);
  }

  /** Starts an orchestration through the SDK and returns its id. */
  async start(name: string, input?: unknown, options: { id?: string; version?: string } = {}): Promise<string> {
    const { id } = await this.json<{ id: string }>(
      `start/${name}?${new URLSearchParams(options).toString()}`,
      'POST',
      input,
    );
    return id;
  }

  /** Starts an orchestration and waits for its end. */
  async run(name: string, input?: unknown, options: { id?: string; version?: string } = {}): Promise<InstanceStatus> {
    return this.ended(await this.start(name, input, options));
  }

  /** Runs an orchestration that must complete, and returns its output. */
  async output<T>(name: string, input?: unknown, options: { id?: string; version?: string } = {}): Promise<T> {
    const status = await this.run(name, input, options);
    if (status.runtimeStatus !== 'Completed') throw new Error(`${name} ended as ${JSON.stringify(status)}`);
    return status.output as T;
  }

  status(id: string): Promise<InstanceStatus> {
    return this.json<InstanceStatus>(`instances/${encodeURIComponent(id)}`);
  }

  /** Waits until an instance completed, failed or was terminated. */
  ended(id: string, timeoutMs?: number): Promise<InstanceStatus> {
    return this.statusWhen(id, (status) => ENDED.includes(status.runtimeStatus), 'its end', timeoutMs);
  }

  /** Waits until an instance has this runtime status. */
  inState(id: string, state: string): Promise<InstanceStatus> {
    return this.statusWhen(id, (status) => status.runtimeStatus === state, state);
  }

  async raise(id: string, event: string, data: unknown): Promise<void> {
    await this.json(`instances/${id}/events/${event}`, 'POST', data);
  }

  async change(id: string, verb: 'terminate' | 'suspend' | 'resume'): Promise<void> {
    await this.json(`instances/${id}/change/${verb}`, 'POST');
  }

  /** Sends a request to the endpoint beneath the SDK, from inside the app. */
  rpc(request: RpcRequest): Promise<RpcResponse> {
    return this.json<RpcResponse>('rpc', 'POST', request);
  }

  /** What the functions recorded under a key, oldest first. */
  observations(key: string): Promise<Observation[]> {
    return this.json<Observation[]>(`observations?${new URLSearchParams({ key }).toString()}`);
  }

  /** The endpoint's answer about one instance. */
  rpcGet(id: string, query = ''): Promise<RpcResponse> {
    return this.rpc({ path: `instances/${id}${query}` });
  }

  /** Posts to the endpoint; without a body there is no content type either. */
  rpcPost(path: string, body?: string, type = 'application/json'): Promise<RpcResponse> {
    return this.rpc({ method: 'POST', path, body, headers: body === undefined ? {} : { 'content-type': type } });
  }

  /** Names of the runs of activity `work` that started (or ended) in an instance, in that order. */
  async runs(id: string, phase: 'start' | 'end' = 'start'): Promise<string[]> {
    return (await this.observations(id)).filter((seen) => seen.phase === phase).map((seen) => String(seen.name));
  }

  /** Waits until such a run has been seen. */
  ran(id: string, name: string, phase: 'start' | 'end' = 'start'): Promise<true> {
    const found = async () => (await this.runs(id, phase)).includes(name) || undefined;
    return eventually(`${phase} of ${name}`, found);
  }

  /** A JSON request to the app; rejects unless the answer is a success. */
  async json<T = unknown>(path: string, method = 'GET', body?: unknown): Promise<T> {
    const response = await this.fetch(path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  private statusWhen(
    id: string,
    accept: (status: InstanceStatus) => boolean,
    what: string,
    timeoutMs?: number,
  ): Promise<InstanceStatus> {
    let last: InstanceStatus | undefined;
    return eventually(
      `${what} of instance ${id}`,
      async () => {
        last = await this.status(id);
        return accept(last) ? last : undefined;
      },
      timeoutMs,
    ).catch((error: unknown) => {
      throw new Error(`${(error as Error).message} Last seen: ${JSON.stringify(last)?.slice(0, 1000)}`);
    });
  }
}

/** A new instance id, so that cases don't meet and can be run again on the same host. */
export function newId(): string {
  return `case-${randomUUID()}`;
}
