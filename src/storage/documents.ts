import { createHash, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { asAzureError } from '../azure/azure-error';
import { OperatorError } from '../errors';
import { containers, ownContainer } from './own-containers';
import { Remembered } from './remembered';
import { upload } from './upload';

/** Where a document of NDJSON lies; what orchestrators pass around instead of its content. */
export interface ShardRef {
  /** Empty when there are no lines: then nothing was written. */
  blob: string;
  /** Lines. */
  count: number;
  bytes: number;
  sha256: string;
}

/** A document with the etag it was read at. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

/** A value as JSON on one line: JSON leaves two of the line ends as they are at which readers of lines split. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Documents that never change, as they were read lately. */
const remembered = new Remembered(16_000_000);
/** Bytes up to which a shard is remembered: that of some items, not that of ten thousand blobs. */
const smallShard = 200_000;

/** JSON and NDJSON documents in one of the app's own containers. */
export class Documents {
  constructor(private readonly containerName: string = containers.requests) {}

  /** Reads a JSON document; undefined when there is none. */
  async read<T>(name: string): Promise<Versioned<T> | undefined> {
    const found = await this.download(name);
    return found && { value: JSON.parse(found.text) as T, etag: found.etag };
  }

  /** Reads a JSON document that must be there. */
  async need<T>(name: string): Promise<T> {
    const found = await this.read<T>(name);
    if (!found) throw missing(name);
    return found.value;
  }

  /**
   * Reads a JSON document that must be there and never changes once it is written: most of them. What was read lately
   * is remembered, and shared by all who ask for it: nobody may change the value.
   */
  async needFixed<T>(name: string): Promise<T> {
    const key = `${this.containerName}/${name}`;
    const known = remembered.get(key);
    if (known !== undefined) return known as T;
    const found = await this.download(name);
    if (!found) throw missing(name);
    const value = JSON.parse(found.text) as T;
    remembered.keep(key, value, found.text.length);
    return value;
  }

  /** The exact text of a document; undefined when there is none. */
  async readText(name: string): Promise<string | undefined> {
    return (await this.download(name))?.text;
  }

  /** Writes a document once: false when it is there already, whatever it holds. */
  async create(name: string, value: unknown): Promise<boolean> {
    return this.put(name, JSON.stringify(value), { ifNoneMatch: '*' });
  }

  /** Writes the exact text of a JSON document once: false when there is one already. */
  async createText(name: string, text: string): Promise<boolean> {
    return this.put(name, text, { ifNoneMatch: '*' });
  }

  /** Replaces a document if nobody has since `etag` was read: false when somebody did. */
  async replace(name: string, value: unknown, etag: string): Promise<boolean> {
    return this.put(name, JSON.stringify(value), { ifMatch: etag });
  }

  /**
   * Writes lines under a name of this attempt alone, so that an activity that runs twice never overwrites what its
   * twin wrote: the reference that the orchestrator holds decides which one counts.
   */
  async writeLines(prefix: string, lines: AsyncIterable<unknown> | Iterable<unknown>): Promise<ShardRef> {
    const first = await firstOf(lines);
    // Most listings find nothing of their type: nothing is written then.
    if (!first) return { blob: '', count: 0, bytes: 0, sha256: createHash('sha256').digest('hex') };
    const { all } = first;
    const container = await ownContainer(this.containerName);
    const blob = `${prefix}-${randomUUID().slice(0, 8)}.ndjson`;
    let count = 0;
    async function* texts(): AsyncGenerator<Buffer> {
      for await (const line of all) {
        count += 1;
        yield Buffer.from(`${jsonLine(line)}\n`);
      }
    }
    const target = container.getBlockBlobClient(blob);
    const written = await upload(target, texts(), 'application/x-ndjson', { ifNoneMatch: '*' });
    return { blob, count, bytes: written.size, sha256: written.sha256 };
  }

  /**
   * Reads the lines of a shard, one at a time. Throws when the bytes are not those that were written. Small shards are
   * remembered like `needFixed` does: nobody may change the values.
   */
  async *lines<T>(shard: ShardRef): AsyncGenerator<T> {
    if (shard.count === 0) return;
    if (shard.bytes > smallShard) {
      yield* this.linesRead<T>(shard);
      return;
    }
    const key = `${this.containerName}/${shard.blob} ${shard.sha256}`;
    let lines = remembered.get(key) as T[] | undefined;
    if (!lines) {
      lines = [];
      for await (const line of this.linesRead<T>(shard)) lines.push(line);
      remembered.keep(key, lines, shard.bytes);
    }
    yield* lines;
  }

  private async *linesRead<T>(shard: ShardRef): AsyncGenerator<T> {
    for await (const text of this.texts(shard)) yield JSON.parse(text) as T;
  }

  /** The lines of a shard as they are written, without their line ends. Throws like `lines`. */
  async *texts(shard: ShardRef): AsyncGenerator<string> {
    if (shard.count === 0) return;
    const hash = createHash('sha256');
    for await (const line of this.text(shard.blob)) {
      hash.update(`${line}\n`);
      yield line;
    }
    if (hash.digest('hex') !== shard.sha256) {
      throw new OperatorError('document_changed', `${shard.blob} is not what was written: its SHA-256 differs.`);
    }
  }

  /** Removes a document; nothing happens when it is gone already. */
  async remove(name: string): Promise<void> {
    await (await ownContainer(this.containerName)).getBlobClient(name).deleteIfExists();
  }

  /** Names below a prefix, in order. */
  async *names(prefix: string): AsyncGenerator<string> {
    const container = await ownContainer(this.containerName);
    for await (const item of container.listBlobsFlat({ prefix })) yield item.name;
  }

  private async download(name: string): Promise<{ text: string; etag: string } | undefined> {
    const container = await ownContainer(this.containerName);
    try {
      const answer = await container.getBlobClient(name).download();
      const chunks: Buffer[] = [];
      for await (const chunk of answer.readableStreamBody ?? []) chunks.push(chunk as Buffer);
      return { text: Buffer.concat(chunks).toString('utf8'), etag: answer.etag ?? '' };
    } catch (thrown) {
      if (asAzureError(thrown).status === 404) return undefined;
      throw thrown;
    }
  }

  private async *text(name: string): AsyncGenerator<string> {
    const container = await ownContainer(this.containerName);
    const answer = await container
      .getBlobClient(name)
      .download()
      .catch((thrown: unknown) => {
        throw asAzureError(thrown).status === 404 ? missing(name) : thrown;
      });
    const input = answer.readableStreamBody as Readable;
    try {
      yield* createInterface({ input, crlfDelay: Infinity });
    } finally {
      // Who has found a line reads no further, and must not leave a connection open.
      input.destroy();
    }
  }

  private async put(name: string, text: string, conditions: { ifNoneMatch?: string; ifMatch?: string }) {
    const container = await ownContainer(this.containerName);
    try {
      await container.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), {
        blobHTTPHeaders: { blobContentType: 'application/json' },
        conditions,
      });
      return true;
    } catch (thrown) {
      const { status } = asAzureError(thrown);
      if (status === 409 || status === 412) return false;
      throw thrown;
    }
  }
}

/** Names of documents name nobody, so the log may have them: whoever restores an account must know what is missing. */
function missing(name: string): OperatorError {
  return new OperatorError('document_missing', `${name} is missing: it was deleted, or its account was set back.`);
}

/** Lines with the first one looked at; undefined when there is none. */
async function firstOf(
  lines: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<{ all: AsyncGenerator<unknown> } | undefined> {
  const iterator = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  const first = await iterator.next();
  if (first.done === true) return undefined;
  async function* all(): AsyncGenerator<unknown> {
    yield first.value;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  return { all: all() };
}
