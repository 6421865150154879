/**
 * What the parts of the embedded host know of each other: the worker runs functions, the triggers and the durable
 * engine decide when. The shapes of data follow the Functions host's own RPC protocol, because the SDK in the app
 * (`@azure/functions`) converts to and from them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An HTTP message in the RPC protocol: the request on its way in, the response on its way out. */
export interface RpcHttpData {
  method?: string | null;
  url?: string | null;
  headers?: Record<string, string>;
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Strings in the protocol: `"200"`. */
  statusCode?: string | null;
  body?: RpcTypedData | null;
  enableContentNegotiation?: boolean;
  cookies?: RpcHttpCookie[];
}

/** A cookie that a function sets; optional parts are wrapped, as protobuf has no nullable scalars. */
export interface RpcHttpCookie {
  name?: string;
  value?: string;
  domain?: { value?: string };
  path?: { value?: string };
  expires?: { value?: { seconds?: number | null; nanos?: number | null } };
  secure?: { value?: boolean };
  httpOnly?: { value?: boolean };
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  maxAge?: { value?: number };
}

/** One value in the RPC protocol; exactly one member is set. `json` and `string` hold text, never an object. */
export interface RpcTypedData {
  string?: string | null;
  json?: string | null;
  bytes?: Uint8Array | null;
  stream?: Uint8Array | null;
  http?: RpcHttpData | null;
  int?: number | string | null;
  double?: number | null;
  [other: string]: unknown;
}

/** A binding as the app registered it. `%SETTING%` names in its properties are already substituted. */
export interface BindingInfo {
  name: string;
  type: string;
  direction: 'in' | 'out' | 'inout';
  [property: string]: unknown;
}

/** A function of the app. `bindings` is keyed by binding name; the return binding's name is `$return`. */
export interface RegisteredFunction {
  /** Made by the worker, unique in this process, not stable across restarts. */
  id: string;
  name: string;
  bindings: Record<string, BindingInfo>;
}

/** A request to run one function once. */
export interface Invocation {
  functionId: string;
  /** A GUID; it correlates the function's log lines. */
  invocationId: string;
  inputData: { name: string; data: RpcTypedData }[];
  triggerMetadata: Record<string, RpcTypedData>;
  retryContext?: unknown;
}

/** What a function gave back: its return value and its output bindings that have a value. */
export interface InvocationResult {
  returnValue?: RpcTypedData | null;
  outputData: { name: string; data: RpcTypedData }[];
}

/** Runs functions of the app. */
export interface Invoker {
  functions: () => RegisteredFunction[];
  /** Rejects with the function's own error (message and stack), or with a timeout error by `functionTimeout`. */
  invoke: (invocation: Invocation) => Promise<InvocationResult>;
}

/** The host's only source of time, so that tests can move it. */
export interface Clock {
  now: () => Date;
  /** Runs `run` once, at `when` or at once if that is past, never before `at` returns. */
  at: (when: Date, run: () => void) => { cancel: () => void };
}

/** The host's log. `fields` are printed as they are, so they must not hold personal data. */
export interface Logger {
  info: (message: string, fields?: object) => void;
  warn: (message: string, fields?: object) => void;
  error: (message: string, fields?: object) => void;
}

/** A route that a part of the host adds to its one HTTP server. */
export interface HttpRoute {
  /** Upper case, or `*` for any method. */
  method: string;
  /** Matched against the URL's path (still percent-encoded): equal text, or a pattern whose groups become params. */
  path: RegExp | string;
  /** `params` are the pattern's named groups, percent-decoded. A rejection is logged and answered 500. */
  handle(request: IncomingMessage, response: ServerResponse, params: Record<string, string>): Promise<void>;
}

/** Writes a function's output bindings (queues); the function's run counts as successful only afterwards. */
export type OutputWriter = (fn: RegisteredFunction, result: InvocationResult) => Promise<void>;

/** What the durable engine needs from the host around it. */
export interface DurableOptions {
  invoker: Invoker;
  clock: Clock;
  /** The host's state folder (absolute); the engine makes its own subfolder. */
  stateDir: string;
  /** `extensions.durableTask` of host.json, `%SETTING%` names substituted; `{}` when absent. */
  hostJson: Record<string, unknown>;
  logger: Logger;
  /** Where the engine's own routes are reachable, e.g. `http://127.0.0.1:7071/runtime/webhooks/durabletask`. */
  rpcBaseUrl: () => string;
  writeOutputs: OutputWriter;
  /** Told once when the engine's state can't be written any more: nothing goes on then, and the host has to end. */
  onBroken: (error: Error) => void;
}

/** The durable engine: orchestrator and activity triggers, and the endpoint that the durable client talks to. */
export interface Durable {
  /** The input data of a `durableClient` binding. */
  clientBindingData(binding: BindingInfo): RpcTypedData;
  /** What it has on its hands, for the host's status. */
  load(): object;
  routes(): HttpRoute[];
  /** Throws an error that names the function if one uses something the engine doesn't have. */
  validate(functions: RegisteredFunction[]): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
