import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeedFile } from '../../local/azureml/seed/seed-file';
import type { Certificate } from '../../src/requests/certificate/certificate';
import { workspaceIds } from '../../local/demo/request-file';
import { startSystem, type RunningSystem } from '../../local/system/system';
import { AppClient, pause } from './app-client';
import { Driver } from './driver';
import { settle, withPatience } from './ending';
import type { Evidence } from './evidence';
import { gather } from './gather';
import { interrupt } from './havoc';
import { listSystem } from '../../local/listing/list-system';
import { OwnStorage } from './own-storage';
import { randomOf } from './random';
import { drawMail, lookAt, type Mail } from './requests';
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
  const workspaces = workspaceIds(world);
  const mail = drawMail(random.fork('mail'), world.people, workspaces, options.requests, options.kills);
  await writeFile(join(dir, 'round.json'), JSON.stringify({ seed, schedule, mail }, null, 2));

  const system = await startSystem({
    dir: join(dir, 'system'),
    seed: seedFile,
    proxied: true,
    // Files come from the app itself: a link to the storage would want its certificate.
    settings: { POLL_SECONDS: '0.2', PACKAGE_STREAM_LIMIT_BYTES: '1000000000' },
  });
  const giveUp = new AbortController();
  try {
    const app = new AppClient(system, giveUp.signal);
    const storage = new OwnStorage(system);
    const driver = new Driver(app, storage, giveUp.signal);
    const before = (await listSystem(system)).customers;
    const natural = options.world ? await naturalGaps(app, driver, mail, workspaces) : [];
    const ends = await disturb(system, driver, schedule, mail, log);
    await withPatience(ends, app, mail);
    const results = await settle(storage, mail);
    return await gather(system, app, storage, { before, mail, world, natural, results }, dir);
  } finally {
    giveUp.abort();
    await system.stop();
  }
}

/** Codes of the gaps that a world gives while everything is up. The look is one more of the requests. */
async function naturalGaps(
  app: AppClient,
  driver: Driver,
  mail: Mail,
  workspaces: readonly string[],
): Promise<string[]> {
  const look = lookAt(workspaces);
  await driver.see(look);
  mail.requests.push({ ...look, step: -1 });
  const certificate = await app.json<Certificate>(`/api/requests/${look.id}/certificate`);
  return certificate?.gaps.map(({ code }) => code) ?? [];
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
