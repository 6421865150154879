import { createHash } from 'node:crypto';
import type { QueueClient } from '@azure/storage-queue';
import { messageTextOf, type Message } from '../generators/message';
import { freshMark } from '../generators/body';
import { marker } from '../generators/text';
import type { FuzzedSystem } from '../system';

/** What `privacy-results` said of a message. */
interface Told {
  messageId: string;
  requestId?: string;
  state: string;
  code?: string;
  reason?: string;
}

/** Seconds within which every message of a batch must be answered; generous, because the machine may be busy. */
const patience = 45;

/** A text as far as it comes through: Azurite loses the ends of lines in the XML that messages are sent in. */
const withoutLines = (text: string) => text.replace(/[\s\u0085]/g, '');

/** Sends messages to the running app and waits for what becomes of each. Throws what is wrong. */
export class QueueTarget {
  private readonly results: QueueClient;
  private readonly poison: QueueClient;
  private readonly told = new Map<string, Told>();
  private readonly aside = new Map<string, number>();

  constructor(private readonly system: FuzzedSystem) {
    this.results = system.queue('privacy-results');
    this.poison = system.queue('privacy-requests-poison');
  }

  /** Makes the queues that a first message would make. */
  async open(): Promise<void> {
    await this.results.createIfNotExists();
    await this.poison.createIfNotExists();
  }

  /** Sends a batch and checks each message. */
  async check(batch: readonly Message[]): Promise<void> {
    const queue = this.system.queue('privacy-requests');
    const sent = await Promise.all(
      batch.map(async (message) => {
        const fresh = this.system.fresh();
        const text = messageTextOf(message, fresh);
        const { messageId } = await queue.sendMessage(text);
        const fingerprint = createHash('sha256').update(messageId).digest('hex').slice(0, 32);
        this.system.fingerprints.add(fingerprint);
        const { expected } = message;
        const id =
          'accepted' in expected ? (expected.id?.replaceAll(freshMark, fresh) ?? `dsr-${fingerprint}`) : undefined;
        return { fingerprint, text, expected, id };
      }),
    );
    const open = new Set(sent);
    for (const end = Date.now() + patience * 1000; open.size > 0;) {
      await this.drain();
      for (const message of open) {
        const { fingerprint, text, id } = message;
        const told = this.told.get(fingerprint);
        if (told) {
          if (id !== undefined) throw new Error(`a valid request was refused: ${told.code}`);
          const left = this.aside.get(withoutLines(text)) ?? 0;
          if (left === 0) continue;
          this.aside.set(withoutLines(text), left - 1);
          open.delete(message);
          checkRefusal(told, message.expected);
        } else if (id !== undefined && (await this.exists(id))) {
          this.system.accepted.add(id);
          open.delete(message);
        }
      }
      if (Date.now() > end)
        throw new Error(
          `nobody heard of ${open.size} messages: ${[...open].map(({ text }) => text.slice(0, 200)).join(' | ')}`,
        );
    }
  }

  private async exists(id: string): Promise<boolean> {
    return (await this.system.call('GET', `/api/requests/${encodeURIComponent(id)}`, 'reader')).status === 200;
  }

  /** Takes what lies on the queues of answers. */
  private async drain(): Promise<void> {
    const take = async (queue: QueueClient, keep: (text: string) => void) => {
      const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
      for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
        keep(messageText);
        await queue.deleteMessage(messageId, popReceipt);
      }
      return receivedMessageItems.length;
    };
    const results = await take(this.results, (text) => {
      const told = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Told;
      this.told.set(told.messageId, told);
    });
    const aside = await take(this.poison, (text) => {
      const key = withoutLines(text);
      this.aside.set(key, (this.aside.get(key) ?? 0) + 1);
    });
    if (results + aside === 0) await new Promise((wait) => setTimeout(wait, 50));
  }
}

/** Throws unless a refusal says what it should, and nothing of what was sent but its ids. */
function checkRefusal({ requestId: _id, ...told }: Told, expected: Message['expected']): void {
  if ('refused' in expected && !expected.refused.includes(told.code ?? '')) {
    throw new Error(`refused as ${told.code}, not as ${expected.refused.join(' or ')}`);
  }
  if (told.state !== 'refused' || told.reason !== `privacy-rejected/messages/${told.messageId}.json`) {
    throw new Error(`an odd refusal: ${JSON.stringify(told).slice(0, 300)}`);
  }
  if (JSON.stringify({ ...told, ticket: undefined }).includes(marker)) throw new Error('a refusal repeats its input');
}
