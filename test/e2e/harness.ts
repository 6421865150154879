import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { QueueServiceClient, type StoragePipelineOptions } from '@azure/storage-queue';
import { connectionString } from '../../local/system/azurite';
import { adminCall, hostKey } from './admin-call';
import { grants } from './grants';
import type { RunningSystem, SystemOptions } from '../../local/system/system';
import type { Listing } from '../../local/listing/list-everything';
import { listSystem } from '../../local/listing/list-system';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { OutcomeLine } from '../../src/requests/outcomes';

// The compiled code: its processes are started from dist, and paths are taken from there.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- what runs is dist, what is typed is the source
const { startSystem } = require('../../dist/local/system/system.js') as {
  startSystem: (options: SystemOptions) => Promise<RunningSystem>;
};

/** Subscription of seeded things that name none. */
export const subscription = '5ab50000-0000-4000-8000-000000000001';

/** ARM id of a seeded workspace. */
export function workspaceId(name: string, resourceGroup = 'ml'): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
}

/** An answer of the app. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** What the tests read of a request's status. */
export interface View {
  id: string;
  state: string;
  planHash?: string;
  certificateSha256?: string;
  gaps: { code: string; type: string; detail?: string }[];
  links: Record<string, string>;
  progress: Record<string, { done: number; total: number }>;
}

const ended = ['completed', 'completed_with_gaps', 'rejected', 'expired', 'cancelled', 'failed'];

/** What a seed file may say about how the emulator behaves. */
type Seed = { switches?: Record<string, unknown>; throttling?: Record<string, unknown> };
/** Operations of Azure take as short as they can, unless a seed wants them longer: the tests wait for hundreds. */
const quick = { operationSeconds: 0.2, cancelSeconds: 0.5, retryAfterSeconds: 0 };
/** Resource Manager's buckets are tried by tests of their own; here they would be what every request waits for. */
const ample = { size: 100_000, perSecond: 10_000 };
const buckets = { reads: ample, writes: ample, deletes: ample };

/** A running system with shorthands for what its users do. */
export class World {
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly system: RunningSystem,
    private readonly dir: string,
  ) {}

  /** Starts the whole system in a folder of its own. */
  static async start(seed: object | string, options: Partial<SystemOptions> = {}): Promise<World> {
    const dir = await mkdtemp(join(tmpdir(), 'data-requests-e2e-'));
    try {
      const file = join(dir, 'seed.json');
      const content = (typeof seed === 'string' ? JSON.parse(await readFile(seed, 'utf8')) : seed) as Seed;
      await writeFile(
        file,
        JSON.stringify({
          ...content,
          grants,
          switches: { ...quick, ...content.switches },
          throttling: { ...buckets, ...content.throttling },
        }),
      );
      const settings = { POLL_SECONDS: '0.2', ...options.settings };
      // Several times faster than Azurite, which some tests ask for: what the app does is tried against both. The proxies
      // stand before Azurite.
      const stores = { blobService: true, ownDocumentsInBlobService: !options.proxied };
      const usual = { dir: join(dir, 'system'), seed: file, ...stores };
      return new World(await startSystem({ ...usual, ...options, settings }), dir);
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }

  /** Stops everything and removes its folder. */
  async stop(): Promise<void> {
    await this.system.stop();
    if (process.env.KEEP_SYSTEM) console.log(this.dir);
    else await rm(this.dir, { recursive: true, force: true });
  }

  /** Calls the app as one of the local users; as nobody without a name. */
  async call<T>(method: string, path: string, user?: string, body?: unknown, headers: object = {}): Promise<Answer<T>> {
    const token = user && (await this.signIn(user));
    const response = await this.ask(path, {
      method,
      headers: {
        ...(token ? { 'x-zumo-auth': token } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : text) as T };
  }

  /** The bytes of a document. */
  async download(path: string, user: string): Promise<Buffer> {
    const response = await this.ask(path, { headers: { 'x-zumo-auth': await this.signIn(user) } });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  /** Calls the app and gives the answer as it came: redirections are not followed. */
  async raw(method: string, path: string, user: string, headers: Record<string, string> = {}): Promise<Response> {
    const token = await this.signIn(user);
    return this.ask(path, {
      ...{ method, redirect: 'manual', headers: { 'x-zumo-auth': token, ...headers } },
    });
  }

  /** What a link to the storage gives; only child processes know the certificate of this run. */
  followLink(link: string): Promise<Buffer> {
    return new Promise((done, fail) => {
      get(link, { ca: this.system.certificate.pem }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', fail);
        answer.on('end', () => {
          if (answer.statusCode === 200) done(Buffer.concat(chunks));
          else fail(new Error(`The link was answered by ${answer.statusCode}.`));
        });
      }).on('error', fail);
    });
  }

  /** What the app wrote to the host's log of an event, line by line; waits for the first for a while. */
  async events(name: string): Promise<string[]> {
    for (let tries = 0; ; tries += 1) {
      const log = await readFile(join(this.system.dir, 'host.log'), 'utf8');
      const found = [...log.matchAll(new RegExp(`event=${name} .*?(?= \\{"invocationId|$)`, 'gm'))].map(
        ([line]) => line,
      );
      if (found.length > 0 || tries >= 50) return found;
      await new Promise((wait) => setTimeout(wait, 200));
    }
  }

  /** Each call has a connection of its own: listing blocks this process, and the host may close what is idle meanwhile. */
  private ask(path: string, init: Omit<RequestInit, 'headers'> & { headers?: object }): Promise<Response> {
    return fetch(this.system.url + path, { ...init, headers: { connection: 'close', ...init.headers } });
  }

  private async signIn(user: string): Promise<string> {
    const known = this.tokens.get(user);
    if (known) return known;
    const response = await this.ask('/.auth/login/local', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    });
    const { authenticationToken } = (await response.json()) as { authenticationToken: string };
    this.tokens.set(user, authenticationToken);
    return authenticationToken;
  }

  /** The status of a request, as soon as it is in one of these states (or has ended). */
  async until(id: string, states: readonly string[], seconds = 50, everyMs = 150): Promise<View> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      // The host may just be down: tests kill it.
      const view = await this.call<View>('GET', `/api/requests/${id}`, 'reader').catch(() => undefined);
      if (view?.status === 200 && (states.includes(view.body.state) || ended.includes(view.body.state)))
        return view.body;
      if (Date.now() > deadline) throw new Error(`${id} is ${view?.body.state ?? 'unreachable'}, not ${states.join()}`);
      await new Promise((wait) => setTimeout(wait, everyMs));
    }
  }

  /** The status of a request when it has ended. */
  end(id: string, seconds?: number, everyMs?: number): Promise<View> {
    return this.until(id, ended, seconds, everyMs);
  }

  /** Approves a request that waits for it, as the approver. */
  async approve(id: string, more: object = {}): Promise<void> {
    const { planHash } = await this.until(id, ['awaiting_approval']);
    const answer = await this.call('POST', `/api/requests/${id}/approval`, 'approver', {
      ...{ planHash, decision: 'approve' },
      ...more,
    });
    expect(answer.status).toBe(202);
  }

  /** Moves the time of the app, its host and the blob service forward together; with `testClock` only. */
  async advanceDays(days: number): Promise<void> {
    const seconds = days * 86_400;
    const { blobService } = this.system;
    if (blobService) await this.blobServiceAdmin('POST', 'clock', { advanceSeconds: seconds });
    const key = hostKey(this.system.dir);
    const answer = await fetch(`${this.system.url}/admin/host/clock`, {
      method: 'POST',
      headers: { 'x-functions-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ advanceSeconds: seconds }),
    });
    expect(answer.status).toBe(200);
  }

  /** Calls an admin route of the blob service, below `/_storage/`; gives what it answers. Throws for a refusal. */
  blobServiceAdmin(method: string, route: string, body?: unknown): Promise<unknown> {
    const { url, adminKey } = this.system.blobService?.ready ?? { url: '', adminKey: '' };
    const headers = { 'x-storage-admin': adminKey, 'content-type': 'application/json' };
    return adminCall(new URL(`/_storage/${route}`, url), { method, headers, ca: this.system.certificate.pem }, body);
  }

  /** Changes what an account is set to, for Resource Manager and the blob service alike: members of a seed's account. */
  async setAccount(account: string, settings: object): Promise<void> {
    const { url, adminKey } = this.system.emulator.ready;
    const headers = { 'x-emulator-admin': adminKey, 'content-type': 'application/json' };
    const options = { method: 'PUT', headers, ca: this.system.certificate.pem };
    await adminCall(new URL(`/_emulator/storage-accounts/${account}`, url), options, settings);
  }

  /** The outcome lines behind a certificate, the latest first; the first of a thing is what became of it. */
  async outcomes({ outcomeShards }: Pick<Certificate, 'outcomeShards'>): Promise<OutcomeLine[]> {
    const documents = this.container('privacy-requests');
    const shards = outcomeShards.filter(({ blob }) => blob !== '');
    const texts = await Promise.all(shards.map(({ blob }) => documents.getBlobClient(blob).downloadToBuffer()));
    return texts.flatMap((text) =>
      text
        .toString('utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as OutcomeLine),
    );
  }

  /** A container of the app's account. */
  container(name: string): ContainerClient {
    const { appAccount, azurite, certificate, hostEnvironment, proxies } = this.system;
    const trust = { tlsOptions: { ca: certificate.pem } };
    const key = new StorageSharedKeyCredential(appAccount, azurite.accounts[appAccount] ?? '');
    const { RequestStorage__blobServiceUri: documents = '' } = hostEnvironment;
    // Looking is no call that a fault may meet.
    const url = proxies ? `${azurite.blobEndpoint}/${appAccount}` : documents;
    return new BlobServiceClient(url, key, trust as StoragePipelineOptions).getContainerClient(name);
  }

  /** A queue of the app's account. */
  queue(name: string) {
    // The certificate of this run is known to child processes only.
    const trust = { tlsOptions: { ca: this.system.certificate.pem } };
    const account = connectionString(this.system.azurite, this.system.appAccount);
    const service = QueueServiceClient.fromConnectionString(account, trust as StoragePipelineOptions);
    return service.getQueueClient(name);
  }

  /** Puts a message on a queue as the storage extension expects it. */
  async send(queueName: string, message: unknown): Promise<void> {
    const queue = this.queue(queueName);
    await queue.createIfNotExists();
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    await queue.sendMessage(Buffer.from(text).toString('base64'));
  }

  /** All messages that are on a queue now, without removing them. */
  async peek(queueName: string): Promise<unknown[]> {
    const answer = await this.queue(queueName).peekMessages({ numberOfMessages: 32 });
    return answer.peekedMessageItems.map((item) => {
      const text = Buffer.from(item.messageText, 'base64').toString('utf8');
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
    });
  }

  /** Messages of a queue, as soon as there are as many. */
  async messages(queueName: string, count: number, seconds = 20): Promise<unknown[]> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const found = await this.peek(queueName).catch(() => []);
      if (found.length >= count) return found;
      if (Date.now() > deadline) throw new Error(`${queueName} has ${found.length} messages, not ${count}`);
      await new Promise((wait) => setTimeout(wait, 150));
    }
  }

  /** Everything that exists at the customers', by ways that the app doesn't use: the independent listing. */
  async listCustomers(): Promise<Listing> {
    return (await listSystem(this.system)).customers;
  }

  /** The blobs of the app's own account, by the same ways. */
  async listOwn(): Promise<Listing['blobs']> {
    return (await listSystem(this.system)).own;
  }
}
