import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { hasCode } from './storage-errors';

/**
 * How long a message stays hidden while it is processed, in seconds, unless renewed. The real host takes ten minutes;
 * less means that a message of a killed host comes back soon.
 */
export const leaseSeconds = 15;

/** A message that this host holds. */
export interface Lease {
  /** Deletes the message: it is done. */
  complete(): Promise<void>;
  /** Gives the message back, to be seen again after `delay` milliseconds. */
  release(delay: number): Promise<void>;
  /** Stops renewing, without giving the message back. */
  drop(): void;
}

/** Keeps a message hidden until it is completed or released. `onLost` hears of a renewal that failed. */
export function holdMessage(queue: QueueClient, message: DequeuedMessageItem, onLost: (error: unknown) => void): Lease {
  const { messageId, messageText } = message;
  let { popReceipt } = message;
  let renewal: Promise<void> = Promise.resolve();
  const hide = async (seconds: number) => {
    popReceipt = (await queue.updateMessage(messageId, popReceipt, messageText, seconds)).popReceipt ?? popReceipt;
  };
  const timer = setInterval(
    () => {
      renewal = renewal.then(() => hide(leaseSeconds)).catch(onLost);
    },
    (leaseSeconds * 1000) / 3,
  );
  timer.unref();
  // The last renewal must be over, or its pop receipt would not be the current one.
  const settle = async () => {
    clearInterval(timer);
    await renewal;
  };
  return {
    async complete() {
      await settle();
      try {
        await queue.deleteMessage(messageId, popReceipt);
      } catch (error) {
        if (!hasCode(error, 'MessageNotFound', 'PopReceiptMismatch')) throw error;
        onLost(error);
      }
    },
    async release(delay) {
      await settle();
      await hide(Math.ceil(delay / 1000));
    },
    drop: () => clearInterval(timer),
  };
}
