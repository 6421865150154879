import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueServiceClient, type QueueClient, type StoragePipelineOptions } from '@azure/storage-queue';
import { connectionString } from '../../local/system/azurite';
import { startSystem, type RunningSystem } from '../../local/system/system';
import { startCanary, type Canary } from './canary';
import type { User } from './generators/http-case';

const subscription = '5ab50000-0000-4000-8000-000000000001';
const workspace = `/subscriptions/${subscription}/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/lab`;

/** One person and one job: what a request that is valid and real finds. */
const seed = {
  people: [
    { key: 'ann', displayName: 'Ann Real', objectId: '2e1da000-0000-4000-8000-000000000009', upn: 'ann@example.org' },
  ],
  workspaces: [
    {
      ...{ name: 'lab', resourceGroup: 'ml', storageAccount: 'labstore', createdBy: 'ann' },
      jobs: [{ name: 'job1', experiment: 'first', createdBy: 'ann', files: { 'logs/std.txt': 'a log\n' } }],
    },
  ],
  switches: { operationSeconds: 0.2, cancelSeconds: 0.2, retryAfterSeconds: 0 },
};

/** The whole system as it is fuzzed, and what was sent to it so far. */
export class FuzzedSystem {
  /** Ids of all requests that were accepted. */
  readonly accepted = new Set<string>();
  /** What the app calls messages by. */
  readonly fingerprints = new Set<string>();
  private tokens = new Map<string, string>();
  private sent = 0;

  private constructor(
    readonly running: RunningSystem,
    readonly canary: Canary,
    private readonly dir: string,
  ) {}

  /** Starts it in a folder of its own. */
  static async start(): Promise<FuzzedSystem> {
    const dir = await mkdtemp(join(tmpdir(), 'data-requests-fuzz-'));
    const file = join(dir, 'seed.json');
    await writeFile(file, JSON.stringify(seed));
    const running = await startSystem({ dir: join(dir, 'system'), seed: file, settings: { POLL_SECONDS: '0.2' } });
    return new FuzzedSystem(running, await startCanary(running.certificate), dir);
  }

  /** Stops it; gives its folder when that is kept. */
  async stop(keep: boolean): Promise<string | undefined> {
    await this.running.stop();
    await this.canary.stop();
    if (keep) return this.dir;
    await rm(this.dir, { recursive: true, force: true });
    return undefined;
  }

  /** A number that nothing was sent with before. */
  fresh(): string {
    return String((this.sent += 1));
  }

  /** A queue of the app's account. */
  queue(name: string): QueueClient {
    const trust = { tlsOptions: { ca: this.running.certificate.pem } } as StoragePipelineOptions;
    const account = connectionString(this.running.azurite, this.running.appAccount);
    return QueueServiceClient.fromConnectionString(account, trust).getQueueClient(name);
  }

  /** The token of a local user; none for strangers. */
  async token(user: User): Promise<string | undefined> {
    if (user === 'stranger') return undefined;
    const known = this.tokens.get(user);
    if (known) return known;
    const response = await fetch(`${this.running.url}/.auth/login/local`, {
      method: 'POST',
      body: JSON.stringify({ user }),
    });
    const { authenticationToken } = (await response.json()) as { authenticationToken: string };
    this.tokens.set(user, authenticationToken);
    return authenticationToken;
  }

  /** Calls the app as its users do. */
  async call<T>(method: string, path: string, user: User, body?: unknown): Promise<{ status: number; body: T }> {
    const response = await fetch(this.running.url + path, {
      method,
      headers: { 'x-zumo-auth': (await this.token(user)) ?? '' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** A request about what exists. */
  async realRequest(requestId: string, action: 'export' | 'erase'): Promise<void> {
    const subject = { identities: [{ type: 'upn', value: 'ann@example.org' }] };
    const request = {
      requestId,
      action,
      subject,
      scope: { workspaces: [workspace], resourceTypes: ['runHistory', 'job'] },
    };
    const { status } = await this.call('POST', '/api/requests', 'requester', request);
    if (status !== 202) throw new Error(`A request that is valid was answered with ${status}.`);
    this.accepted.add(requestId);
  }

  /** The state of a request as soon as it is one of these. Throws when that takes too long. */
  async until(id: string, states: readonly string[], seconds: number): Promise<{ state: string; planHash?: string }> {
    for (const end = Date.now() + seconds * 1000; ;) {
      const { status, body } = await this.call<{ state: string; planHash?: string }>(
        'GET',
        `/api/requests/${encodeURIComponent(id)}`,
        'reader',
      );
      if (status === 200 && states.includes(body.state)) return body;
      if (Date.now() > end) throw new Error(`A request is ${body.state} after ${seconds} s.`);
      await new Promise((wait) => setTimeout(wait, 100));
    }
  }

  /** Bytes of memory that the host uses; undefined where the platform doesn't tell. */
  async hostMemory(): Promise<number | undefined> {
    const pid = this.running.host?.process.pid;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  }
}
