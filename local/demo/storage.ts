import { BlobServiceClient, StorageSharedKeyCredential as BlobKey } from '@azure/storage-blob';
import {
  QueueServiceClient,
  StorageSharedKeyCredential as QueueKey,
  type QueueClient,
  type StoragePipelineOptions,
} from '@azure/storage-queue';
import type { RunningSystem } from '../system/system';

/** What `privacy-results` says about a request: finished, or refused with the place of the reasons. */
export interface ResultMessage {
  requestId?: string;
  state: string;
  counts?: Record<string, number>;
  code?: string;
  reason?: string;
}

/** A fault that the app found in a request. */
export interface Fault {
  pointer: string;
  detail: string;
}

/** The queues and the restricted documents of the app, as a ticketing system and an operator reach them. */
export class DemoStorage {
  private readonly results: QueueClient;
  private readonly requests: QueueClient;
  private readonly blobs: BlobServiceClient;

  constructor({ azurite, appAccount, certificate }: RunningSystem) {
    const key = azurite.accounts[appAccount];
    if (!key) throw new Error(`The storage has no account ${appAccount}.`);
    // The storage clients hand options that they don't declare on to the HTTP pipeline, which trusts this certificate.
    const trust: StoragePipelineOptions & { tlsOptions: { ca: string } } = { tlsOptions: { ca: certificate.pem } };
    const queues = new QueueServiceClient(
      `${azurite.queueEndpoint}/${appAccount}`,
      new QueueKey(appAccount, key),
      trust,
    );
    this.requests = queues.getQueueClient('privacy-requests');
    this.results = queues.getQueueClient('privacy-results');
    this.blobs = new BlobServiceClient(`${azurite.blobEndpoint}/${appAccount}`, new BlobKey(appAccount, key), trust);
  }

  /** Puts a request on the queue, in base64 as Functions expects it. */
  async send(body: unknown, abortSignal: AbortSignal): Promise<void> {
    await this.requests.createIfNotExists({ abortSignal });
    await this.requests.sendMessage(Buffer.from(JSON.stringify(body)).toString('base64'), { abortSignal });
  }

  /** Takes the next result off its queue; undefined while there is none. */
  async result(abortSignal: AbortSignal): Promise<ResultMessage | undefined> {
    await this.results.createIfNotExists({ abortSignal });
    const { receivedMessageItems } = await this.results.receiveMessages({ abortSignal });
    const message = receivedMessageItems[0];
    if (!message) return undefined;
    await this.results.deleteMessage(message.messageId, message.popReceipt, { abortSignal });
    return JSON.parse(Buffer.from(message.messageText, 'base64').toString('utf8')) as ResultMessage;
  }

  /** A restricted document of the app, by its name. */
  document(name: string, abortSignal: AbortSignal): Promise<Buffer> {
    return this.blobs
      .getContainerClient('privacy-requests')
      .getBlobClient(name)
      .downloadToBuffer(0, undefined, { abortSignal });
  }

  /** Why a request was refused, from the document that its result message names (container/path). */
  async faults(reason: string, abortSignal: AbortSignal): Promise<{ title: string; faults: Fault[] }> {
    const [container = '', ...path] = reason.split('/');
    const blob = this.blobs.getContainerClient(container).getBlobClient(path.join('/'));
    const text = (await blob.downloadToBuffer(0, undefined, { abortSignal })).toString('utf8');
    const { problem } = JSON.parse(text) as { problem: { title: string; detail?: string; errors?: Fault[] } };
    return { title: problem.detail ?? problem.title, faults: problem.errors ?? [] };
  }
}
