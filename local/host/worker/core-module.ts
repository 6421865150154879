/**
 * The module `@azure/functions-core`, which exists only inside a Functions worker: the SDK in the app registers its
 * functions and hooks through it. Its interface is the worker's public `types-core`.
 */
import { Module } from 'node:module';
import type { InvocationResult, RpcTypedData } from '../contract';
import type { Level } from '../logger';

/** Whose log line it is: the app's or the SDK's. */
export type LogCategory = 'user' | 'system' | 'customMetric';

/** A function's handler as the app registered it. */
export type FunctionCallback = (...args: unknown[]) => unknown;

/** What the app registers: bindings by name, each with the properties that the app gave. */
export interface FunctionMetadata {
  name: string;
  bindings: Record<string, { type: string; direction: 'in' | 'out' | 'inout'; [property: string]: unknown }>;
  retryOptions?: unknown;
}

/** What the worker hands to the SDK for one invocation. */
export interface CoreInvocationContext {
  invocationId: string;
  request: {
    invocationId: string;
    functionId: string;
    inputData: { name: string; data: RpcTypedData }[];
    triggerMetadata: Record<string, RpcTypedData>;
    retryContext?: unknown;
    traceContext?: { traceParent: string; traceState: string; attributes: Record<string, string> };
  };
  metadata: FunctionMetadata;
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';
  log(level: Level, category: LogCategory, message: string): void;
}

/** The SDK's side of one invocation. */
export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResult>;
}

/** The SDK as a whole. */
export interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  /** `HttpUri` in the answer means that HTTP bodies go through the SDK's own server. */
  getCapabilities?(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

/** A lifecycle hook of the app. Its context's shape depends on the hook. */
export type HookCallback = (context: object) => void | Promise<void>;

/** What the worker does when the app calls the core module. */
export interface CoreApi {
  version: string;
  hostVersion: string;
  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable;
  registerHook(hookName: string, callback: HookCallback): Disposable;
  setProgrammingModel(model: ProgrammingModel): void;
  getProgrammingModel(): ProgrammingModel | undefined;
  log(level: Level, category: LogCategory, message: string): void;
  Disposable: typeof Disposable;
}

/** Undoes a registration once. */
export class Disposable {
  #undo: (() => unknown) | undefined;
  constructor(undo: () => unknown) {
    this.#undo = undo;
  }
  /** Disposes several disposable-likes as one. */
  static from(...parts: { dispose: () => unknown }[]): Disposable {
    return new Disposable(() => parts.forEach((part) => part.dispose()));
  }
  dispose(): unknown {
    const undo = this.#undo;
    this.#undo = undefined;
    return undo?.();
  }
}

/** Lets `require('@azure/functions-core')` find `api`, in every module of this process. */
export function provideCoreModule(api: CoreApi): void {
  const prototype = Module.prototype as unknown as { require: (this: unknown, id: string) => unknown };
  const original = prototype.require;
  prototype.require = function (id) {
    return id === '@azure/functions-core' ? api : original.call(this, id);
  };
}
