import { RestError, type QueueClient } from '@azure/storage-queue';

/** True when the storage service answered with this error code. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof RestError && codes.includes(error.code ?? '');
}

/** Runs an operation on a queue, making the queue first if it turns out to be missing. */
export async function creatingQueue<T>(queue: QueueClient, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!hasCode(error, 'QueueNotFound')) throw error;
    await queue.createIfNotExists();
    return operation();
  }
}
