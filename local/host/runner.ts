import { randomUUID } from 'node:crypto';
import type {
  BindingInfo,
  InvocationResult,
  Invoker,
  OutputWriter,
  RegisteredFunction,
  RpcTypedData,
} from './contract';
import { triggerOf } from './bindings';
import type { Log } from './logger';

/** What a trigger has for the function it starts. */
export interface Triggered {
  /** Why, for the log; no personal data. */
  reason: string;
  data: RpcTypedData;
  metadata?: Record<string, RpcTypedData>;
  /** A new GUID unless told. */
  invocationId?: string;
}

/** Runs a function from its trigger to its written outputs; rejects with the function's error. */
export type Runner = (fn: RegisteredFunction, triggered: Triggered) => Promise<InvocationResult>;

/** What the runner needs of the other parts. */
export interface RunnerOptions {
  invoker: Invoker;
  log: Log;
  clientBindingData: (binding: BindingInfo) => RpcTypedData;
  writeOutputs: OutputWriter;
}

/** Makes the function that http, queue and timer triggers share. */
export function createRunner({ invoker, log, clientBindingData, writeOutputs }: RunnerOptions): Runner {
  return async (fn, { reason, data, metadata = {}, invocationId = randomUUID() }) => {
    const { info, error: fail } = log.logger(`Function.${fn.name}`);
    const inputData = [{ name: triggerOf(fn).name, data }];
    for (const binding of Object.values(fn.bindings)) {
      if (binding.type.toLowerCase() === 'durableclient') {
        inputData.push({ name: binding.name, data: clientBindingData(binding) });
      }
    }
    const startedAt = Date.now();
    const seconds = () => (Date.now() - startedAt) / 1000;
    info(`Executing (${reason})`, { invocationId });
    try {
      const result = await invoker.invoke({ functionId: fn.id, invocationId, inputData, triggerMetadata: metadata });
      await writeOutputs(fn, result);
      info('Executed: succeeded', { invocationId, seconds: seconds() });
      return result;
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      fail(`Executed: failed. ${detail}`, { invocationId, seconds: seconds() });
      throw error;
    }
  };
}
