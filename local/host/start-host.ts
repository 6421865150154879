import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RegisteredFunction } from './contract';
import { checkBindings, isTriggeredBy } from './bindings';
import { createTestClock, systemClock } from './clock';
import { readHostJson } from './config/host-json';
import { loadKeys } from './config/keys';
import { readSettings, type Settings } from './config/settings';
import { openStateFolder } from './config/state-folder';
import { adminRoutes } from './http/admin';
import { functionRoutes, shadowedRoutes } from './http/function-routes';
import { startHttpServer } from './http/server';
import { createSessions } from './http/session';
import { createSignIn } from './http/sign-in';
import { readUsers } from './http/users';
import { createDurable } from './durable';
import { createLog } from './logger';
import { createConnect } from './queue/connection';
import { createOutputWriter } from './queue/outputs';
import { createRunner } from './runner';
import { createTriggers, runByHand } from './triggers';
import { startWorker } from './worker/worker';

/** How to start the host. */
export interface HostOptions {
  /** Folder of the app's package.json and host.json. */
  app: string;
  /** Folder of the host's own state; made if missing. */
  state: string;
  /** 0 or nothing: a free port. */
  port?: number;
  /** Instead of the app's local.settings.json. */
  settings?: string;
  /** Who can sign in locally. */
  users?: string;
  /** Lets the admin route move the host's time forward. */
  testClock?: boolean;
}

/** A running host. */
export interface Host {
  url: string;
  /** Resolves if the host can't keep its state any more: whoever started it ends it then, without waiting. */
  broken: Promise<Error>;
  /** Stops taking work, waits a few seconds for running functions, and closes. */
  stop(): Promise<void>;
}

/** How long stopping waits for running functions, in milliseconds. */
const patience = 5_000;
/** How long it then waits for the last responses to go out, in milliseconds. */
const closingPatience = 500;
/** The Functions host's default limit of a request body in bytes, and the setting that overrides it. */
const standardBodyLimit = 104_857_600;
const bodyLimitSetting = 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT';

/** Loads the app and starts its triggers; rejects, naming the function, when the app needs what this host lacks. */
export async function startHost(options: HostOptions): Promise<Host> {
  const cleanUp: (() => Promise<void>)[] = [];
  try {
    return await start(options, cleanUp);
  } catch (error) {
    for (const undo of cleanUp.reverse()) await undo();
    throw error;
  }
}

async function start(options: HostOptions, cleanUp: (() => Promise<void>)[]): Promise<Host> {
  const appDir = resolve(options.app);
  const stateDir = resolve(options.state);
  openStateFolder(stateDir);
  const settings = readSettings(appDir, options.settings, process.env);
  Object.assign(process.env, settings);
  const hostJson = readHostJson(appDir, settings);
  const testClock = options.testClock ? createTestClock(join(stateDir, 'test-clock.json')) : undefined;
  const clock = testClock ?? systemClock;
  // The app's own time (its clock.ts looks here), so that what is due for the host is due for the app.
  if (testClock) (globalThis as Record<symbol, unknown>)[Symbol.for('azureml-data-requests.clock')] = testClock.now;
  const log = createLog(hostJson.logLevels, clock.now, (line) => process.stderr.write(`${line}\n`));
  const logger = log.logger('Host.General');
  if (hostJson.ignored.length > 0) logger.info('Without effect in this host.', { hostJson: hostJson.ignored });

  const server = await startHttpServer(options.port ?? 0, log.logger('Host.Http'));
  cleanUp.push(() => server.stop(0));
  // Without it the durable SDK takes the address for that of Core Tools, port 7071.
  process.env['WEBSITE_HOSTNAME'] ??= new URL(server.url).host;
  process.env['AZURE_FUNCTIONS_ENVIRONMENT'] ??= 'Development';

  const keys = loadKeys(join(stateDir, 'keys.json'));
  const worker = await startWorker({ appDir, settings, functionTimeout: hostJson.functionTimeout, log });
  const functions = worker.functions();
  functions.forEach(checkBindings);
  const isDisabled = (fn: RegisteredFunction) => functionIsDisabled(fn.name, settings);
  const enabled = functions.filter((fn) => !isDisabled(fn));

  let breaks: (error: Error) => void = () => undefined;
  const broken = new Promise<Error>((resolve) => (breaks = resolve));
  const connect = createConnect(settings);
  const writeOutputs = createOutputWriter(connect, hostJson.queues.messageEncoding);
  const durable = await createDurable({
    ...{ clock, stateDir, writeOutputs, hostJson: hostJson.durableTask },
    invoker: { functions: () => enabled, invoke: worker.invoke },
    logger: log.logger('Host.Durable'),
    rpcBaseUrl: () => `${server.url}/runtime/webhooks/durabletask`,
    onBroken: breaks,
  });
  cleanUp.push(() => durable.stop());
  durable.validate(functions);
  const run = createRunner({
    invoker: worker,
    log,
    clientBindingData: (binding) => durable.clientBindingData(binding),
    writeOutputs,
  });
  const triggers = createTriggers({
    ...{ functions: enabled, run, connect, queues: hostJson.queues },
    ...{ settings, clock, stateDir, log },
  });
  const routes = functionRoutes(
    enabled.filter((fn) => isTriggeredBy(fn, 'httpTrigger')),
    hostJson.routePrefix,
  );
  for (const warning of shadowedRoutes(routes)) logger.warn(warning);
  const admin = adminRoutes({
    ...{ keys, functions, isDisabled, routes, testClock, baseUrl: server.url, durableLoad: () => durable.load() },
    runByHand: (fn, input) => runByHand(fn, input, run),
  });
  const signInOn = settings['WEBSITE_AUTH_ENABLED']?.toLowerCase() === 'true';
  server.serve({
    ...{ functions: routes, keys, customHeaders: hostJson.customHeaders },
    routes: [...admin, ...durable.routes()],
    trigger: { run, httpUri: worker.httpUri, bodyLimit: Number(settings[bodyLimitSetting] ?? standardBodyLimit) },
    signIn: signInOn ? createSignIn(readUsers(options.users), createSessions(keys.masterKey, Date.now)) : undefined,
  });
  await durable.start();
  cleanUp.push(() => triggers.stop(0));
  await triggers.start();
  logger.info(`Host started with ${enabled.length} functions.`, { url: server.url });

  return {
    url: server.url,
    broken,
    async stop() {
      // The server goes on answering the durable client, which running functions may be waiting for.
      server.refuseFunctions();
      await Promise.all([triggers.stop(patience), durable.stop()]);
      for (const end = Date.now() + patience; worker.running() > 0 && Date.now() < end;) await sleep(20);
      await server.stop(closingPatience);
      if (worker.running() > 0) logger.warn('Stopped with functions running.', { count: worker.running() });
      await worker.terminate();
    },
  };
}

/** `AzureWebJobs.<name>.Disabled`, with double underscores where a system allows no dots in names. */
function functionIsDisabled(name: string, settings: Settings): boolean {
  const value = settings[`AzureWebJobs.${name}.Disabled`] ?? settings[`AzureWebJobs__${name}__Disabled`];
  return value?.toLowerCase() === 'true' || value === '1';
}
