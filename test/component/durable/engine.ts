import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Durable, Invoker, Logger, OutputWriter } from '../../../local/host/contract';
import { createDurable } from '../../../local/host/durable';

/** A clock that runs with real time plus an offset that the test moves. */
export class MovableClock implements Clock {
  private offset = 0;
  private readonly alarms = new Set<{ when: number; run: () => void; timer?: NodeJS.Timeout }>();

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  at(when: Date, run: () => void): { cancel(): void } {
    const alarm: { when: number; run: () => void; timer?: NodeJS.Timeout } = { when: when.getTime(), run };
    this.alarms.add(alarm);
    this.set(alarm);
    return {
      cancel: () => {
        clearTimeout(alarm.timer);
        this.alarms.delete(alarm);
      },
    };
  }

  advance(ms: number): void {
    this.offset += ms;
    for (const alarm of this.alarms) this.set(alarm);
  }

  private set(alarm: { when: number; run: () => void; timer?: NodeJS.Timeout }): void {
    clearTimeout(alarm.timer);
    const wait = Math.max(0, alarm.when - this.now().getTime());
    alarm.timer = setTimeout(
      () => {
        this.alarms.delete(alarm);
        alarm.run();
      },
      Math.min(wait, 2 ** 31 - 1),
    );
    alarm.timer.unref();
  }
}

/** Instance states as the client endpoint shows them. */
export interface Status {
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  historyEvents?: { EventType: string; [field: string]: unknown }[];
  [field: string]: unknown;
}

/** An engine behind a real HTTP server, with its state in a temporary folder. */
export class TestEngine {
  readonly clock = new MovableClock();
  readonly logged: string[] = [];
  rpc = '';
  binding: Record<string, unknown> = {};
  private durable: Durable | undefined;
  private server: Server | undefined;

  private constructor(
    readonly stateDir: string,
    private readonly invoker: Invoker,
    private readonly hostJson: Record<string, unknown>,
    private readonly writeOutputs: OutputWriter,
  ) {}

  static async start(
    invoker: Invoker,
    hostJson: Record<string, unknown> = {},
    writeOutputs: OutputWriter = () => Promise.resolve(),
  ): Promise<TestEngine> {
    const engine = new TestEngine(
      await mkdtemp(join(tmpdir(), 'durable-')),
      invoker,
      { hubName: 'TestHub', ...hostJson },
      writeOutputs,
    );
    await engine.open();
    return engine;
  }

  async open(): Promise<void> {
    const log = (message: string): void => void this.logged.push(message);
    const logger: Logger = { info: log, warn: log, error: log };
    const { invoker, clock, stateDir, hostJson, writeOutputs } = this;
    let baseUrl = '';
    this.durable = await createDurable({
      invoker,
      clock,
      stateDir,
      hostJson,
      logger,
      rpcBaseUrl: () => baseUrl,
      writeOutputs,
      onBroken: (error) => log(error.message),
    });
    const routes = this.durable.routes();
    this.server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      for (const route of routes) {
        const match = route.method === request.method ? new RegExp(route.path).exec(path) : null;
        if (match === null) continue;
        const params = Object.entries(match.groups ?? {}).filter((entry) => entry[1] !== undefined);
        const decoded = Object.fromEntries(params.map(([name, value]) => [name, decodeURIComponent(value)]));
        route.handle(request, response, decoded).catch(() => response.writeHead(500).end());
        return;
      }
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    baseUrl = `http://127.0.0.1:${port}/runtime/webhooks/durabletask`;
    const data = this.durable.clientBindingData({ name: 'client', type: 'durableClient', direction: 'in' });
    this.binding = JSON.parse(data.json ?? '') as Record<string, unknown>;
    this.rpc = this.binding.rpcBaseUrl as string;
    await this.durable.start();
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => this.server?.close(() => resolve()));
    await this.durable?.stop();
  }

  async dispose(): Promise<void> {
    await this.close();
    await rm(this.stateDir, { recursive: true, force: true });
  }

  async call(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(new URL(path, this.rpc), {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    });
  }

  async startNew(name: string, input?: unknown, instanceId = ''): Promise<string> {
    const response = await this.call('POST', `orchestrators/${name}${instanceId && `/${instanceId}`}`, input);
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    return ((await response.json()) as { id: string }).id;
  }

  async status(instanceId: string, query = ''): Promise<Status> {
    return (await (await this.call('GET', `instances/${instanceId}?${query}`)).json()) as Status;
  }

  /** Waits until the instance is in one of the states (by default: ended). */
  async until(instanceId: string, states = ['Completed', 'Failed', 'Terminated'], query = ''): Promise<Status> {
    return this.eventually(async () => {
      const status = await this.status(instanceId, query);
      return states.includes(status.runtimeStatus) ? status : undefined;
    });
  }

  async eventually<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const giveUp = Date.now() + 15_000;
    while (Date.now() < giveUp) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`Gave up waiting. Log: ${this.logged.join(' | ')}`);
  }

  async run(name: string, input?: unknown): Promise<Status> {
    return this.until(await this.startNew(name, input));
  }
}
