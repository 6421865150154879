import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startSystem, type RunningSystem } from '../../local/system/system';
import { activities, orchestrators } from '../../src/orchestrators/names';
import { PeopleAtWork } from './people-at-work';
import { namesIn, readFamilies } from './recording';
import { identifiers, scenarios, seed, subject } from './scenarios';

const subscription = '5ab50000-0000-4000-8000-000000000001';

/**
 * Runs the scenarios on the embedded host and keeps the durable histories of this orchestrator version, for the test
 * that replays them against all later code. What a version's instances did doesn't change, so a version is recorded once.
 */
async function main(): Promise<void> {
  const version = await currentVersion();
  const folder = resolve('test/unit/app/orchestrators/histories', version);
  if (existsSync(folder)) {
    throw new Error(`Version ${version} is recorded already. A new path needs a new defaultVersion in host.json.`);
  }
  const dir = await mkdtemp(join(tmpdir(), 'record-histories-'));
  try {
    await run(dir);
    await keep(join(dir, 'system', 'host', 'durable'), folder);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  console.log(`Recorded version ${version} in ${folder}.`);
}

async function currentVersion(): Promise<string> {
  const host = JSON.parse(await readFile('host.json', 'utf8')) as {
    extensions: { durableTask: { defaultVersion: string } };
  };
  return host.extensions.durableTask.defaultVersion;
}

async function run(dir: string): Promise<void> {
  const seedFile = join(dir, 'seed.json');
  await writeFile(seedFile, JSON.stringify(seed));
  const settings = { POLL_SECONDS: '1', FOLLOW_UP_SCHEDULE: '*/2 * * * * *' };
  const system = await startSystem({ dir: join(dir, 'system'), seed: seedFile, testClock: true, settings });
  try {
    await play(system);
  } finally {
    await system.stop();
  }
}

async function play(system: RunningSystem): Promise<void> {
  const people = new PeopleAtWork(system);
  for (const scenario of scenarios) {
    const { name, request } = scenario;
    const workspaces = [
      `/subscriptions/${subscription}/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/${request.workspace}`,
    ];
    const { action, resourceTypes } = request;
    await people.submit({ requestId: name, action, subject, scope: { workspaces, resourceTypes } });
    await scenario.play(people, name);
    console.log(`${name}: ${await people.untilEnded(name)}`);
  }
  await people.advanceDays(9);
  await people.untilIrrecoverable('erase');
  // The follow-up removes its row after it issued the certificate.
  await new Promise((wait) => setTimeout(wait, 3_000));
}

async function keep(hub: string, folder: string): Promise<void> {
  const families = await readFamilies(hub);
  const requests = families.filter(({ root }) => root.name === 'request');
  const nameOf = (key: string) => scenarios[requests.findIndex(({ root }) => root.instanceId.includes(key))]?.name;
  const reached = new Set(families.flatMap(({ recording }) => namesIn(recording)));
  const missed = [...Object.values(orchestrators), ...Object.values(activities)].filter((name) => !reached.has(name));
  if (missed.length > 0) throw new Error(`No scenario reaches ${missed.join(', ')}.`);
  await mkdir(folder, { recursive: true });
  for (const { root, recording } of families) {
    const { key } = JSON.parse(recording.find(({ instanceId }) => instanceId === root.instanceId)?.input ?? '{}') as {
      key: string;
    };
    const request = nameOf(key);
    if (!request) throw new Error(`${root.instanceId} belongs to no request.`);
    const text = JSON.stringify(recording);
    const found = identifiers.find((identifier) => text.toLowerCase().includes(identifier));
    if (found) throw new Error(`The history of ${root.instanceId} holds "${found}": histories hold references only.`);
    const name = root.name === 'request' ? request : `${request}-${root.name}`;
    await writeFile(join(folder, `${name}.json.gz`), gzipSync(text, { level: 9 }));
    console.log(`${name}: ${root.status}, ${recording.length} instances, ${text.length} characters`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
