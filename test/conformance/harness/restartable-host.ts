import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppClient } from './app-client';
import { APP_FOLDER, startHostProcess, type HostProcess } from './host-process';
import type { QueueAccount } from './queue-account';
import { startQueueBackend, type QueueBackend } from './system';

/** An embedded host on a state folder of its own that can be killed and started again. */
export class RestartableHost {
  private process: HostProcess | undefined;

  private constructor(
    private readonly dir: string,
    private readonly backend: QueueBackend,
    private readonly testClock: boolean,
  ) {}

  static async start(options: { testClock?: boolean } = {}): Promise<RestartableHost> {
    const dir = await mkdtemp(join(tmpdir(), 'conformance-restart-'));
    const host = new RestartableHost(dir, await startQueueBackend(dir), options.testClock ?? false);
    await host.up();
    return host;
  }

  /** The app as the host that runs now serves it. */
  get app(): AppClient {
    return new AppClient(this.running.url);
  }

  get state(): string {
    return join(this.dir, 'state');
  }

  /** The queues that the app listens to. */
  get queues(): QueueAccount {
    return this.backend.queues;
  }

  /** Starts a host on the state folder; the app's observations outlive a crash. `env` is beside what every start has. */
  async up(env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.process = await this.another(env);
  }

  /** Tries to start one more host on the same state folder. */
  another(env: NodeJS.ProcessEnv = {}): Promise<HostProcess> {
    return startHostProcess({
      app: APP_FOLDER,
      state: this.state,
      logFile: join(this.dir, 'host.log'),
      env: { ...this.backend.env, CONFORMANCE_LOG_FILE: join(this.dir, 'observations.jsonl'), ...env },
      testClock: this.testClock,
    });
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await this.running.kill();
    this.process = undefined;
  }

  /** SIGTERM; resolves with the exit code. */
  async down(): Promise<number | null> {
    const code = await this.running.stop();
    this.process = undefined;
    return code;
  }

  /** Moves the time of a host with a test clock forward. */
  async advance(seconds: number): Promise<void> {
    const response = await fetch(`${this.running.url}/admin/host/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-functions-key': this.running.masterKey },
      body: JSON.stringify({ advanceSeconds: seconds }),
    });
    if (!response.ok) throw new Error(`The clock was not moved: ${response.status} ${await response.text()}`);
  }

  /** Stops everything and removes the folder. */
  async dispose(): Promise<void> {
    await this.process?.stop();
    await this.backend.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  private get running(): HostProcess {
    if (!this.process) throw new Error('The host is down.');
    return this.process;
  }
}
