import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Listing } from '../../local/listing/list-everything';
import type { SeedFile } from '../../local/azureml/seed/seed-file';
import { Store } from '../../local/host/durable/store';
import { workspaceIds } from '../../local/demo/request-file';
import { startSystem, type RunningSystem } from '../../local/system/system';
import { AppClient, pause } from './app-client';
import { collect } from './collect';
import { Driver } from './driver';
import type { Evidence } from './evidence';
import { interrupt } from './havoc';
import { OwnStorage } from './own-storage';
import { identifiersOf } from './people';
import { blobsThatName, filesThatName } from './privacy';
import { randomOf } from './random';
import { drawMail, type Mail } from './requests';
import { drawSchedule, type Interruption } from './schedule';
import { drawWorld } from './world';

/** What a round is made of. */
export interface RoundOptions {
  seed: number;
  kills: number;
  requests: number;
  /** Seed file of the emulator; drawn without one. */
  world: string | undefined;
  /** Empty folder for everything. */
  dir: string;
  /** Tells what is going on. */
  log: (line: string) => void;
}

/** Milliseconds after the last interruption within which everything must have ended. */
const patience = 420_000;

/** Operations of Azure take as short as they can; Resource Manager's buckets have tests of their own. */
const quick = { operationSeconds: 0.2, cancelSeconds: 0.5, retryAfterSeconds: 0 };
const ample = { size: 100_000, perSecond: 10_000 };

/** Runs a round to its end, and gives what there is to be checked. Throws when something hangs. */
export async function runRound(options: RoundOptions): Promise<Evidence> {
  const { seed, dir, log } = options;
  const random = randomOf(seed);
  await mkdir(dir, { recursive: true });
  const world = options.world
    ? (JSON.parse(await readFile(options.world, 'utf8')) as SeedFile)
    : drawWorld(random.fork('world'));
  world.switches = { ...quick, ...world.switches };
  world.throttling = { reads: ample, writes: ample, deletes: ample, ...world.throttling };
  const seedFile = join(dir, 'seed.json');
  await writeFile(seedFile, JSON.stringify(world, null, 2));
  const schedule = drawSchedule(random.fork('schedule'), options.kills);
  const mail = drawMail(random.fork('mail'), world.people, workspaceIds(world), options.requests, options.kills);
  await writeFile(join(dir, 'round.json'), JSON.stringify({ seed, schedule, mail }, null, 2));

  const system = await startSystem({
    dir: join(dir, 'system'),
    seed: seedFile,
    proxied: true,
    settings: { POLL_SECONDS: '0.2' },
  });
  const giveUp = new AbortController();
  try {
    const app = new AppClient(system, giveUp.signal);
    const storage = new OwnStorage(system);
    const driver = new Driver(app, storage, giveUp.signal);
    const before = (await list(system)).customers;
    const ends = await disturb(system, driver, schedule, mail, log);
    await withPatience(ends, () => whatHangs(app, mail));
    await settle(storage, giveUp.signal);
    return await gather(system, app, storage, before, mail, world, dir);
  } finally {
    giveUp.abort();
    await system.stop();
  }
}

/** Sends everything and interrupts everything; gives what every request comes to. */
async function disturb(
  system: RunningSystem,
  driver: Driver,
  schedule: readonly Interruption[],
  { requests, bad }: Mail,
  log: (line: string) => void,
): Promise<Promise<void>[]> {
  const ends: Promise<void>[] = [];
  const follow = (work: Promise<void>) => {
    // Who waits for it hears of a failure; nobody may do so before the interruptions are over.
    work.catch(() => undefined);
    ends.push(work);
  };
  for (let step = 0; step <= schedule.length; step += 1) {
    for (const request of requests) if (request.step === step) follow(driver.see(request));
    for (const message of bad) if (message.step === step) follow(driver.sendBad(message));
    const interruption = schedule[step];
    if (!interruption) break;
    await pause(interruption.after);
    log(`interruption ${step + 1} of ${schedule.length}: ${interruption.targets.join(' and ')}`);
    await interrupt(system, interruption);
  }
  return ends;
}

async function withPatience(ends: readonly Promise<void>[], hangs: () => Promise<string>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => {
      hangs().then((what) => fail(new Error(`Not everything ended within ${patience / 1000} seconds.\n${what}`)), fail);
    }, patience);
  });
  try {
    await Promise.race([Promise.all(ends), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function whatHangs(app: AppClient, { requests }: Mail): Promise<string> {
  const states = await Promise.all(
    requests.map(async ({ id }) => {
      const answer = await app.call('GET', `/api/requests/${id}`, 'reader').catch((error: Error) => error);
      return `${id}: ${answer instanceof Error ? answer.message : answer.body.toString('utf8').slice(0, 600)}`;
    }),
  );
  return states.join('\n');
}

/** Waits until the queue of requests is empty and no more results come in. */
async function settle(storage: OwnStorage, signal: AbortSignal): Promise<void> {
  const end = Date.now() + 60_000;
  let last = '';
  for (let calm = 0; calm < 3 && Date.now() < end;) {
    signal.throwIfAborted();
    const waiting = await storage.count('privacy-requests').catch(() => -1);
    const results = await storage.count('privacy-results').catch(() => -1);
    const now = `${waiting} ${results}`;
    calm = waiting === 0 && now === last ? calm + 1 : 0;
    last = now;
    await pause(500);
  }
}

async function gather(
  system: RunningSystem,
  app: AppClient,
  storage: OwnStorage,
  before: Listing,
  mail: Mail,
  world: SeedFile,
  dir: string,
): Promise<Evidence> {
  const { customers: after, own } = await list(system);
  const waiting = await storage.count('privacy-requests');
  const [results, poison] = [await storage.drain('privacy-results'), await storage.drain('privacy-requests-poison')];
  await writeFile(join(dir, 'messages.json'), JSON.stringify({ results, poison }, null, 2));
  const requests = [];
  for (const request of mail.requests)
    requests.push(await collect(request, app, storage, told(results, request.id), join(dir, 'certificates')));
  await system.host?.stop();
  const identifiers = identifiersOf(world.people);
  const named = [
    ...(await filesThatName(join(system.dir, 'host'), identifiers)),
    ...identifiers
      .filter((text) => results.some((message) => message.includes(text)))
      .map((text) => `results: ${text}`),
    ...blobsThatName(own, identifiers),
  ];
  const log = await readFile(join(system.dir, 'host.log'), 'utf8');
  named.push(...identifiers.filter((text) => log.includes(text)).map((text) => `host.log: ${text}`));
  const running = await unfinished(join(system.dir, 'host', 'durable'));
  return { before, after, own, requests, bad: mail.bad, results, poison, waiting, running, named };
}

/** The hash of a certificate as its result message tells it. */
function told(results: readonly string[], id: string): string | undefined {
  for (const text of results) {
    const message = JSON.parse(text) as { requestId?: string; certificate?: { sha256: string } };
    if (message.requestId === id && message.certificate) return message.certificate.sha256;
  }
  return undefined;
}

/** What a stopped durable engine still has to do. */
async function unfinished(folder: string): Promise<string[]> {
  const store = await Store.open(folder);
  try {
    const found: string[] = [];
    for await (const { instanceId, name, status } of store.instances())
      if (!['Completed', 'Failed', 'Terminated'].includes(status)) found.push(`${name} ${instanceId} is ${status}`);
    for (const key of await store.activityKeys()) found.push(`an activity: ${JSON.stringify(key)}`);
    for (const { instanceId } of await store.messages()) found.push(`a message for ${instanceId}`);
    const timer = await store.nextTimer();
    if (timer) found.push(`a timer of ${timer.instanceId}`);
    return found;
  } finally {
    await store.close();
  }
}

/** Everything that exists, by the independent listing, in a process of its own. */
async function list(system: RunningSystem): Promise<{ customers: Listing; own: Listing['blobs'] }> {
  const { emulator, certificate, storageFile, appAccount } = system;
  const child = spawn(
    process.execPath,
    [
      ...[resolve(__dirname, '../../local/listing/main.js'), '--emulator', emulator.ready.url],
      ...['--admin-key', emulator.ready.adminKey, '--ca', certificate.certFile, '--storage', storageFile],
    ],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate.certFile }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new Error(`The listing failed: ${Buffer.concat(err).toString('utf8')}`);
  const { blobs, ...others } = JSON.parse(Buffer.concat(out).toString('utf8')) as Listing;
  return {
    customers: { ...others, blobs: blobs.filter(({ account }) => account !== appAccount) },
    own: blobs.filter(({ account }) => account === appAccount),
  };
}
