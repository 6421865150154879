import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueServiceClient, type QueueClient, type StoragePipelineOptions } from '@azure/storage-queue';
import { connectionString } from '../../local/system/azurite';
import { startSystem, type RunningSystem } from '../../local/system/system';
import type { SeedFile } from '../../local/azureml/seed/seed-file';

/** A message on `privacy-results`, with when it was taken off in milliseconds since 1970. */
export interface Ended {
  requestId: string;
  state: string;
  at: number;
}

/** What the host says of itself. */
export interface HostLoad {
  /** Bytes. */
  memory: number;
  durable: {
    largestHistory: { events: number; size: number };
    activities: { running: number; waiting: number };
    turns: { running: number; waiting: number };
  };
}

/** What the app is given: nobody has to approve, whatever the size of the plan. */
const settings = {
  ...{ APPROVAL_FOR_ERASE: 'not_required', APPROVAL_ITEM_LIMIT: '100000000', APPROVAL_BYTE_LIMIT: '1e15' },
  POLL_SECONDS: '1',
};

/** The whole system of this machine, without its host until there is work on the queue. */
export class AppUnderLoad {
  private readonly requests: QueueClient;
  private readonly results: QueueClient;

  private constructor(
    private readonly system: RunningSystem,
    private readonly dir: string,
  ) {
    const trust: StoragePipelineOptions & { tlsOptions: object } = { tlsOptions: { ca: system.certificate.pem } };
    const account = connectionString(system.azurite, system.appAccount);
    const queues = QueueServiceClient.fromConnectionString(account, trust);
    this.requests = queues.getQueueClient('privacy-requests');
    this.results = queues.getQueueClient('privacy-results');
  }

  /** Starts everything but the host. */
  static async start(seed: SeedFile): Promise<AppUnderLoad> {
    const dir = await mkdtemp(join(tmpdir(), 'bench-load-'));
    try {
      const file = join(dir, 'seed.json');
      await writeFile(file, JSON.stringify(seed));
      const stores = { blobService: true, ownDocumentsInBlobService: true, seedingMs: 3_600_000 };
      const system = await startSystem({
        dir: join(dir, 'system'),
        seed: file,
        settings,
        withoutHost: true,
        ...stores,
      });
      const app = new AppUnderLoad(system, dir);
      await app.requests.createIfNotExists();
      await app.results.createIfNotExists();
      return app;
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.system.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Puts requests on the queue, in this order. */
  async send(bodies: readonly object[]): Promise<void> {
    for (const body of bodies) {
      await this.requests.sendMessage(Buffer.from(JSON.stringify(body)).toString('base64'));
    }
  }

  /** Lets the host take them. */
  startHost(): Promise<void> {
    return this.system.restartHost();
  }

  /** Takes all results off the queue that are there. */
  async ended(): Promise<Ended[]> {
    const all: Ended[] = [];
    for (;;) {
      const { receivedMessageItems } = await this.results.receiveMessages({ numberOfMessages: 32 });
      for (const item of receivedMessageItems) {
        await this.results.deleteMessage(item.messageId, item.popReceipt);
        const body = JSON.parse(Buffer.from(item.messageText, 'base64').toString('utf8')) as Omit<Ended, 'at'>;
        all.push({ requestId: body.requestId, state: body.state, at: Date.now() });
      }
      if (receivedMessageItems.length === 0) return all;
    }
  }

  /** Messages that wait on the request queue. */
  async queued(): Promise<number> {
    return (await this.requests.getProperties()).approximateMessagesCount ?? 0;
  }

  /** What the host says of itself. */
  async hostLoad(): Promise<HostLoad> {
    const { masterKey } = JSON.parse(await readFile(join(this.system.dir, 'host', 'keys.json'), 'utf8')) as {
      masterKey: string;
    };
    const answer = await fetch(`${this.system.url}/admin/host/status`, { headers: { 'x-functions-key': masterKey } });
    if (!answer.ok) throw new Error(`The host's status was answered by ${answer.status}.`);
    return (await answer.json()) as HostLoad;
  }

  /** The largest memory that the host ever had, in bytes; undefined where the system doesn't tell (Linux does). */
  async peakMemory(): Promise<number | undefined> {
    const status = await readFile(`/proc/${this.system.host?.process.pid}/status`, 'utf8').catch(() => '');
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  }

  /** Answers of the emulator by method and path. */
  async calls(): Promise<Record<string, number>> {
    return ((await this.admin('GET', 'calls')) as { counters: Record<string, number> }).counters;
  }

  /** Makes the answers about a workspace come so many milliseconds late. */
  async delay(workspace: string, delayMs: number): Promise<void> {
    await this.admin('POST', 'faults', { match: { path: `/workspaces/${workspace}(/|\\?|$)` }, delayMs });
  }

  private admin(method: string, route: string, body?: object): Promise<unknown> {
    const { url, adminKey } = this.system.emulator.ready;
    const headers = { 'x-emulator-admin': adminKey, 'content-type': 'application/json' };
    const options = { method, headers, ca: this.system.certificate.pem };
    return new Promise((done, fail) => {
      const call = request(new URL(`/_emulator/${route}`, url), options, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part)).once('error', fail);
        answer.once('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          if ((answer.statusCode ?? 500) >= 300) fail(new Error(`${route} was answered by ${answer.statusCode}.`));
          else done(JSON.parse(text));
        });
      });
      call.once('error', fail);
      call.end(body && JSON.stringify(body));
    });
  }
}
