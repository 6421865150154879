import { randomUUID } from 'node:crypto';
import type { Invocation, InvocationResult, Invoker, RegisteredFunction } from '../contract';
import type { Level, Log } from '../logger';
import { substitute, type Settings } from '../config/settings';
import { Disposable, provideCoreModule, type LogCategory, type ProgrammingModel } from './core-module';
import { createHooks } from './hooks';
import { runInvocation, type LoadedFunction } from './invocation';
import { loadApp } from './load-app';

/** Loads an app and runs its functions, in this process. */
export interface Worker extends Invoker {
  /** Where the SDK takes HTTP bodies as streams; undefined unless the app turned `enableHttpStream` on. */
  httpUri: string | undefined;
  /** Invocations that have not ended; those past `functionTimeout` still run. */
  running(): number;
  /** Runs the app's terminate hooks. */
  terminate(): Promise<void>;
}

/** The limits and services that a worker needs. */
export interface WorkerOptions {
  appDir: string;
  settings: Settings;
  /** Milliseconds, or Infinity. */
  functionTimeout: number;
  log: Log;
}

const version = '3.13.0';
const hostVersion = '4.1040.0';
let started = false;

/**
 * Loads the app and runs its start hooks. A process can have one worker: modules are loaded once, so an app would not
 * register its functions a second time.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  if (started) throw new Error('A process can run one Functions host; start another process for a second one.');
  started = true;
  const { appDir, settings, functionTimeout, log } = options;
  const hooks = createHooks();
  const loaded = new Map<string, LoadedFunction>();
  let model: ProgrammingModel | undefined;
  let starting = true;
  let running = 0;
  const write = (category: string, level: Level, logCategory: LogCategory, message: string, fields?: object) => {
    const hookContext = hooks.context({}, { level, message, category: logCategory });
    hooks.runLog(hookContext);
    log.write(category, hookContext.level, hookContext.message, fields);
  };

  provideCoreModule({
    version,
    hostVersion,
    Disposable,
    registerFunction(metadata, callback) {
      if (!starting) throw new Error('A function can only be registered during app startup.');
      if ([...loaded.values()].some((other) => other.metadata.name.toLowerCase() === metadata.name.toLowerCase())) {
        throw new Error(`Function '${metadata.name}' is registered twice.`);
      }
      if (metadata.retryOptions) throw new Error(`Function '${metadata.name}': retry policies are not supported.`);
      const id = randomUUID();
      loaded.set(id, { metadata, callback });
      return new Disposable(() => loaded.delete(id));
    },
    registerHook: (name, callback) => hooks.register(name, callback),
    setProgrammingModel: (chosen) => (model = chosen),
    getProgrammingModel: () => model,
    log: (level, category, message) => write('Worker', level, category, message),
  });

  await loadApp(appDir);
  if (!model || loaded.size === 0) throw new Error(`The app in ${appDir} registered no function.`);
  const chosenModel = model;
  await hooks.run('appStart', hooks.context({}, { functionAppDirectory: appDir }));
  starting = false;
  const capabilities = (await chosenModel.getCapabilities?.({})) ?? {};

  const functions = [...loaded].map(([id, { metadata }]): RegisteredFunction => ({
    id,
    name: metadata.name,
    bindings: Object.fromEntries(
      Object.entries(metadata.bindings).map(([name, binding]) => [
        name,
        substitute({ ...binding, name }, settings, `Function '${metadata.name}'`),
      ]),
    ),
  }));

  const invoke = async (invocation: Invocation): Promise<InvocationResult> => {
    const fn = loaded.get(invocation.functionId);
    if (!fn) throw new Error(`No function has the id '${invocation.functionId}'.`);
    const { name } = fn.metadata;
    const { invocationId } = invocation;
    running += 1;
    const run = runInvocation(invocation, fn, chosenModel, hooks, (level, category, message) =>
      write(`Function.${name}${category === 'user' ? '.User' : ''}`, level, category, message, { invocationId }),
    ).finally(() => (running -= 1));
    return withTimeout(run, functionTimeout, name);
  };

  return {
    httpUri: capabilities['HttpUri'],
    functions: () => functions,
    invoke,
    running: () => running,
    terminate: () => hooks.run('appTerminate', hooks.context({}, {})),
  };
}

/** The real host kills the worker on a timeout; here the function runs on, but nobody waits for its result. */
async function withTimeout<T>(run: Promise<T>, limit: number, name: string): Promise<T> {
  if (limit === Infinity) return run;
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    const error = new Error(`Timeout value of ${limit / 1000} seconds exceeded by function 'Functions.${name}'.`);
    error.name = 'FunctionTimeoutException';
    timer = setTimeout(() => reject(error), Math.min(limit, 2 ** 31 - 1));
  });
  return Promise.race([run, expired]).finally(() => clearTimeout(timer));
}
