import { join } from 'node:path';
import type { Clock, RegisteredFunction } from './contract';
import { isTriggeredBy, textProperty, triggerOf } from './bindings';
import type { QueueOptions } from './config/host-json';
import type { Settings } from './config/settings';
import type { Log } from './logger';
import type { Connect } from './queue/connection';
import { startListener, type Listener } from './queue/listener';
import { messageData } from './queue/message';
import type { Runner } from './runner';
import { parseSchedule } from './timer/schedule';
import { createStatusStore } from './timer/status-store';
import { startTimer, timerData, type Timer } from './timer/timer-trigger';

/** What queue and timer triggers need. */
export interface TriggerOptions {
  functions: readonly RegisteredFunction[];
  run: Runner;
  connect: Connect;
  queues: QueueOptions;
  settings: Settings;
  clock: Clock;
  stateDir: string;
  log: Log;
}

/** The queue and timer triggers of an app. */
export interface Triggers {
  start(): Promise<void>;
  stop(patience: number): Promise<void>;
}

/** Prepares the triggers; throws an error that names the function if a queue or schedule is wrong. */
export function createTriggers(options: TriggerOptions): Triggers {
  const { functions, run, connect, queues, settings, clock, stateDir, log } = options;
  const store = createStatusStore(join(stateDir, 'timers'));
  const timers = functions.filter((fn) => isTriggeredBy(fn, 'timerTrigger')).map(prepareTimer);
  const queued = functions.filter((fn) => isTriggeredBy(fn, 'queueTrigger')).map(prepareQueue);
  let listeners: Listener[] = [];
  let ticking: Timer[] = [];

  function prepareTimer(fn: RegisteredFunction) {
    const trigger = triggerOf(fn);
    const schedule = naming(fn, () =>
      parseSchedule(textProperty(trigger, 'schedule') ?? '', settings['WEBSITE_TIME_ZONE']),
    );
    const useMonitor = trigger['useMonitor'] as boolean | undefined;
    const runOnStartup = trigger['runOnStartup'] === true;
    return () => startTimer({ fn, schedule, useMonitor, runOnStartup, clock, store, run });
  }

  function prepareQueue(fn: RegisteredFunction) {
    const trigger = triggerOf(fn);
    const service = naming(fn, () => connect(textProperty(trigger, 'connection')));
    const queueName = textProperty(trigger, 'queueName')?.toLowerCase();
    if (!queueName) throw new Error(`Function '${fn.name}': the trigger has no queueName.`);
    const logger = log.logger('Host.Queues');
    return () => startListener({ fn, service, queueName, queues, run, logger });
  }

  return {
    async start() {
      listeners = await Promise.all(queued.map((start) => start()));
      ticking = timers.map((start) => start());
    },
    async stop(patience) {
      for (const timer of ticking) timer.stop();
      await Promise.all(listeners.map((listener) => listener.stop(patience)));
    },
  };
}

/** Runs a queue or timer function by hand, once; undefined when the function has another trigger. */
export function runByHand(fn: RegisteredFunction, input: string | undefined, run: Runner): Promise<void> | undefined {
  const reason = 'run by hand';
  const ended = (running: Promise<unknown>) =>
    running.then(
      () => undefined,
      () => undefined, // The runner has logged why.
    );
  if (isTriggeredBy(fn, 'timerTrigger')) return ended(run(fn, { reason, data: timerData(undefined, false) }));
  if (isTriggeredBy(fn, 'queueTrigger')) {
    const body = input ?? '';
    const data = messageData(body, textProperty(triggerOf(fn), 'dataType'));
    return ended(run(fn, { reason, data, metadata: { QueueTrigger: { string: body } } }));
  }
  return undefined;
}

function naming<T>(fn: RegisteredFunction, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`Function '${fn.name}': ${(error as Error).message}`, { cause: error });
  }
}
