import { QueueServiceClient, type QueueClient, type StoragePipelineOptions } from '@azure/storage-queue';

/** The queues that the conformance app listens to, as a sender and a reader outside the host sees them. */
export class QueueAccount {
  private readonly service: QueueServiceClient;

  /** @param ca certificate to trust beside the public ones, as PEM. */
  constructor(connection: string, ca?: string) {
    // NODE_EXTRA_CA_CERTS is read at the start of a process only. The pipeline below the client takes the option, its
    // types don't have it. The global agent must stay as it is: it belongs to every test file of this process.
    const options = ca ? { tlsOptions: { ca } } : {};
    this.service = QueueServiceClient.fromConnectionString(connection, options as StoragePipelineOptions);
  }

  /** Sends text exactly as given, without an encoding. */
  async sendRaw(queue: string, text: string): Promise<void> {
    await (await this.existing(queue)).sendMessage(text);
  }

  /** Sends text in base64, the default encoding of a Functions host. */
  async send(queue: string, text: string): Promise<void> {
    await this.sendRaw(queue, Buffer.from(text, 'utf8').toString('base64'));
  }

  /** Takes all messages that are there now, as they are stored. */
  async takeRaw(queue: string): Promise<string[]> {
    const client = await this.existing(queue);
    const { receivedMessageItems } = await client.receiveMessages({ numberOfMessages: 32 });
    for (const { messageId, popReceipt } of receivedMessageItems) await client.deleteMessage(messageId, popReceipt);
    return receivedMessageItems.map((message) => message.messageText);
  }

  /** Takes all messages that are there now, decoded from base64. */
  async take(queue: string): Promise<string[]> {
    return (await this.takeRaw(queue)).map((text) => Buffer.from(text, 'base64').toString('utf8'));
  }

  private async existing(queue: string): Promise<QueueClient> {
    const client = this.service.getQueueClient(queue);
    await client.createIfNotExists();
    return client;
  }
}
