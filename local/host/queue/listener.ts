import type { DequeuedMessageItem, QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { Logger, RegisteredFunction } from '../contract';
import { textProperty, triggerOf } from '../bindings';
import type { QueueOptions } from '../config/host-json';
import type { Runner } from '../runner';
import { within } from '../within';
import { holdMessage, leaseSeconds } from './lease';
import { decodeMessage, encodeMessage, messageData, messageMetadata } from './message';
import { creatingQueue } from './storage-errors';

/** What a queue listener needs. */
export interface ListenerOptions {
  fn: RegisteredFunction;
  service: QueueServiceClient;
  queueName: string;
  queues: QueueOptions;
  run: Runner;
  logger: Logger;
}

/** Polls one queue for one function. */
export interface Listener {
  /** Takes no more messages and waits for those in work, at most `patience` ms; the rest come back by themselves. */
  stop(patience: number): Promise<void>;
}

const leastPollingInterval = 100;
const poisonSuffix = '-poison';

/** Starts polling; the queue is made if it is missing. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { service, queueName, queues, logger, fn } = options;
  const queue = service.getQueueClient(queueName);
  await queue.createIfNotExists();
  const working = new Set<Promise<void>>();
  let stopped = false;
  let wake = () => {};
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => (clearTimeout(timer), resolve());
    });

  const take = async (): Promise<number> => {
    const { receivedMessageItems } = await creatingQueue(queue, () =>
      queue.receiveMessages({
        numberOfMessages: queues.batchSize,
        visibilityTimeout: leaseSeconds,
      }),
    );
    for (const message of receivedMessageItems) {
      if (stopped) {
        await holdMessage(queue, message, () => {}).release(0);
        continue;
      }
      const work = processMessage(queue, message, options).catch((error: unknown) => {
        logger.error(`A message of '${queueName}' could not be settled; it will come back. ${messageOf(error)}`);
      });
      working.add(work);
      void work.finally(() => {
        working.delete(work);
        wake();
      });
    }
    return receivedMessageItems.length;
  };

  const poll = async () => {
    let delay = leastPollingInterval;
    while (!stopped) {
      // Messages in work keep their place: a new batch is taken only when few are left.
      if (working.size > queues.newBatchThreshold) {
        await pause(queues.maxPollingInterval);
        continue;
      }
      try {
        delay = (await take()) > 0 ? leastPollingInterval : Math.min(delay * 1.5, queues.maxPollingInterval);
      } catch (error) {
        if (stopped) return;
        logger.error(`The queue '${queueName}' of function '${fn.name}' could not be read. ${messageOf(error)}`);
        delay = queues.maxPollingInterval;
      }
      // With work under way the pause ends as soon as a message is done.
      if (!stopped) await pause(delay);
    }
  };
  const polling = poll();

  return {
    async stop(patience) {
      stopped = true;
      wake();
      await within(
        patience,
        polling.then(() => Promise.all(working)),
      );
    },
  };
}

async function processMessage(
  queue: QueueClient,
  message: DequeuedMessageItem,
  { fn, service, queueName, queues, run, logger }: ListenerOptions,
): Promise<void> {
  const lease = holdMessage(queue, message, (error) =>
    logger.warn(`A message of '${queueName}' is no longer ours. ${messageOf(error)}`),
  );
  const poison = async (text: string, why: string) => {
    // A poison queue has no poison queue of its own: its messages are tried until they expire.
    if (queueName.endsWith(poisonSuffix)) return lease.release(queues.visibilityTimeout);
    logger.error(`A message of '${queueName}' moves to '${queueName}${poisonSuffix}': ${why}.`);
    const target = service.getQueueClient(`${queueName}${poisonSuffix}`);
    await creatingQueue(target, () => target.sendMessage(text));
    await lease.complete();
  };
  try {
    const body = decodeMessage(message.messageText, queues.messageEncoding);
    if (body === undefined) return await poison(message.messageText, 'it is not in the encoding of host.json');
    const text = encodeMessage(body, queues.messageEncoding);
    const failed = `it failed ${queues.maxDequeueCount} times`;
    if (message.dequeueCount > queues.maxDequeueCount) return await poison(text, failed);
    const succeeded = await run(fn, {
      reason: `queue message, attempt ${message.dequeueCount}`,
      data: messageData(body, textProperty(triggerOf(fn), 'dataType')),
      metadata: messageMetadata(message, body),
    }).then(
      () => true,
      () => false, // The runner has logged why.
    );
    if (succeeded) await lease.complete();
    else if (message.dequeueCount >= queues.maxDequeueCount) await poison(text, failed);
    else await lease.release(queues.visibilityTimeout);
  } finally {
    lease.drop();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
