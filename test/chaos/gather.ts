import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeedFile } from '../../local/azureml/seed/seed-file';
import { Store } from '../../local/host/durable/store';
import type { Listing } from '../../local/listing/list-everything';
import type { RunningSystem } from '../../local/system/system';
import type { AppClient } from './app-client';
import { collect } from './collect';
import type { Evidence } from './evidence';
import { listSystem } from '../../local/listing/list-system';
import type { OwnStorage } from './own-storage';
import { identifiersOf } from './people';
import { blobsThatName, filesThatName } from './privacy';
import type { Mail } from './requests';

/** What is known of a round before its evidence is gathered. */
export interface Known {
  before: Listing;
  mail: Mail;
  world: SeedFile;
  natural: string[];
  /** Answers that were taken off their queue. */
  results: string[];
}

/** Reads all that the checks need, and stops the host: its state can be read only then. */
export async function gather(
  system: RunningSystem,
  app: AppClient,
  storage: OwnStorage,
  known: Known,
  dir: string,
): Promise<Evidence> {
  const { before, mail, world, natural } = known;
  const { customers: after, own } = await listSystem(system);
  const waiting = await storage.count('privacy-requests');
  const results = [...known.results, ...(await storage.drain('privacy-results'))];
  const poison = await storage.drain('privacy-requests-poison');
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
  return { before, after, own, requests, bad: mail.bad, results, poison, waiting, running, natural, named };
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
