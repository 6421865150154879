import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient, type StoragePipelineOptions } from '@azure/storage-queue';
import { connectionString } from '../../local/system/azurite';
import type { RunningSystem } from '../../local/system/system';
import { pause } from './app-client';

/** Messages that one call gives. */
const batch = 32;

/** The queues and documents of the app's account, reached past the app and past whatever stands before it. */
export class OwnStorage {
  private readonly account: string;
  private readonly trust: StoragePipelineOptions;

  constructor({ azurite, appAccount, certificate }: RunningSystem) {
    this.account = connectionString(azurite, appAccount);
    // The clients hand options that they don't declare on to the HTTP pipeline, which trusts this certificate.
    const trust: StoragePipelineOptions & { tlsOptions: { ca: string } } = { tlsOptions: { ca: certificate.pem } };
    this.trust = { ...trust, retryOptions: { maxTries: 2 } };
  }

  /** Puts a message on a queue until that was acknowledged, so it may be there more than once. */
  async send(queueName: string, message: unknown, signal: AbortSignal): Promise<void> {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    for (;;) {
      try {
        const queue = this.queue(queueName);
        await queue.createIfNotExists({ abortSignal: signal });
        await queue.sendMessage(Buffer.from(text).toString('base64'), { abortSignal: signal });
        return;
      } catch {
        signal.throwIfAborted();
        await pause(300);
      }
    }
  }

  /** How many messages a queue holds, also those that nobody sees at the moment. */
  async count(queueName: string): Promise<number> {
    const { approximateMessagesCount = 0 } = await this.queue(queueName).getProperties();
    return approximateMessagesCount;
  }

  /** Takes all messages of a queue off it, and gives their texts. */
  async drain(queueName: string): Promise<string[]> {
    const queue = this.queue(queueName);
    await queue.createIfNotExists();
    const texts: string[] = [];
    for (;;) {
      const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: batch });
      if (receivedMessageItems.length === 0) return texts;
      for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
        texts.push(Buffer.from(messageText, 'base64').toString('utf8'));
        await queue.deleteMessage(messageId, popReceipt);
      }
    }
  }

  /** A document of the app. */
  document(container: string, name: string): Promise<Buffer> {
    const service = BlobServiceClient.fromConnectionString(this.account, this.trust);
    return service.getContainerClient(container).getBlobClient(name).downloadToBuffer();
  }

  private queue(name: string) {
    return QueueServiceClient.fromConnectionString(this.account, this.trust).getQueueClient(name);
  }
}
