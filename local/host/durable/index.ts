import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Durable, DurableOptions } from '../contract';
import { Activities } from './activities';
import { clientBindingData, type Endpoint } from './binding-data';
import { Client } from './client';
import { clientRoutes } from './client-routes';
import { Commits } from './commits';
import { EngineLoad } from './engine-load';
import { Episodes } from './episodes';
import { refuseUnsupportedFunctions } from './functions';
import { Instances } from './instances';
import { KeyedLock } from './keyed-lock';
import { hubKey } from './keys';
import { Mailboxes } from './mailboxes';
import { readSettings } from './settings';
import { Store } from './store';
import { Timers } from './timers';
import { Turns } from './turns';

/** How long running functions may go on when the host stops, in milliseconds; what hasn't ended runs again later. */
const stopGraceMs = 5000;

/**
 * The durable engine. Its state is in `<stateDir>/durable`; rejects if another process has that folder, or it is damaged.
 * Nothing runs before `start`, which wants the app's functions to be there.
 */
export async function createDurable(options: DurableOptions): Promise<Durable> {
  const { invoker, clock, logger, writeOutputs } = options;
  const settings = readSettings(options.hostJson);
  const folder = join(options.stateDir, 'durable');
  await mkdir(folder, { recursive: true });
  const store = await Store.open(folder, options.onBroken);
  const systemKey = await persistentKey(store);
  const rpcSecret = randomBytes(24).toString('base64url');

  const mailboxes = await Mailboxes.open(store);
  const instances = new Instances(store);
  const locks = new KeyedLock();
  const host = { invoker, clock, logger, writeOutputs };
  const activities = new Activities(store, mailboxes, host, settings.maxConcurrentActivities);
  const timers = new Timers(store, mailboxes, clock, logger);
  const load = new EngineLoad();
  const commits = new Commits(store, mailboxes, instances, activities, timers, clock, settings.defaultVersion, load);
  const episodes = new Episodes(invoker, clock, logger, settings, commits);
  const turns = new Turns(
    store,
    mailboxes,
    instances,
    episodes,
    commits,
    locks,
    clock,
    logger,
    settings.maxConcurrentOrchestrators,
  );
  const client = new Client(store, mailboxes, instances, locks, invoker, clock, settings);

  const endpoint = (): Endpoint => {
    const baseUrl = options.rpcBaseUrl().replace(/\/+$/, '');
    return { baseUrl, rpcBaseUrl: `${baseUrl}/rpc/${rpcSecret}/`, hubName: settings.hubName, systemKey };
  };

  return {
    clientBindingData: () => ({ json: JSON.stringify(clientBindingData(endpoint())) }),
    load: () => ({
      largestHistory: load.largestHistory,
      activities: activities.load(),
      turns: turns.load(),
    }),
    routes: () => clientRoutes({ client, store, endpoint, rpcSecret }),
    validate: (functions) => refuseUnsupportedFunctions(functions, settings.hubName),
    start: async () => {
      mailboxes.start((instanceId) => turns.wake(instanceId));
      await activities.start();
      turns.start();
      timers.start();
    },
    stop: async () => {
      const ended = Promise.all([timers.stop(), turns.stop(), activities.stop()]);
      await withinGrace(ended);
      await store.close();
    },
  };
}

async function persistentKey(store: Store): Promise<string> {
  const key = hubKey('systemKey');
  const known = await store.text(key);
  if (known !== undefined) return known;
  const made = randomBytes(32).toString('base64url');
  await store.write([{ type: 'put', key, value: made }], { sync: true });
  return made;
}

async function withinGrace(ended: Promise<unknown>): Promise<void> {
  let timeout: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timeout = setTimeout(resolve, stopGraceMs);
  });
  await Promise.race([ended, grace]);
  clearTimeout(timeout);
}
