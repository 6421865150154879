import type { InvocationResult, Invoker, RegisteredFunction } from '../../../local/host/contract';

interface Metadata {
  name: string;
  bindings: RegisteredFunction['bindings'];
}
interface CoreContext {
  invocationId: string;
  request: object;
  metadata: Metadata;
  log(): void;
}
interface Model {
  getInvocationModel(context: CoreContext): {
    getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
    invokeFunction(context: unknown, inputs: unknown[], callback: unknown): Promise<unknown>;
    getResponse(context: unknown, result: unknown): Promise<InvocationResult>;
  };
}

const functions = new Map<string, { fn: RegisteredFunction; callback: unknown }>();
let model: Model | undefined;

class Disposable {
  dispose(): void {}
}

/** The module that a Functions worker provides; a test gives it to jest as a virtual mock. */
export const functionsCore = {
  version: '3.0.0',
  hostVersion: '4.0.0',
  Disposable,
  registerFunction(metadata: Metadata, callback: unknown): Disposable {
    const fn = { id: metadata.name, name: metadata.name, bindings: withNames(metadata.bindings) };
    functions.set(metadata.name, { fn, callback });
    return new Disposable();
  },
  registerHook: () => new Disposable(),
  setProgrammingModel(given: Model): void {
    model = given;
  },
  getProgrammingModel: () => model,
  log: () => undefined,
};

function withNames(bindings: RegisteredFunction['bindings']): RegisteredFunction['bindings'] {
  return Object.fromEntries(Object.entries(bindings).map(([name, binding]) => [name, { ...binding, name }]));
}

/** Runs the registered functions through the real SDK. */
export const sdkInvoker: Invoker = {
  functions: () => [...functions.values()].map(({ fn }) => fn),
  async invoke({ functionId, invocationId, inputData, triggerMetadata }) {
    const found = functions.get(functionId);
    if (found === undefined || model === undefined) throw new Error(`No function ${functionId}`);
    const request = { invocationId, functionId, inputData, triggerMetadata };
    const { fn, callback } = found;
    const invocation = model.getInvocationModel({ invocationId, request, metadata: fn, log: () => undefined });
    const { context, inputs } = await invocation.getArguments();
    return invocation.getResponse(context, await invocation.invokeFunction(context, inputs, callback));
  },
};
