import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Listing } from '../../local/listing/list-everything';
import type { Recording } from '../../tools/record-histories/recording';
import { adminCall } from './admin-call';
import { workspaceId, type World } from './harness';
import { zelda } from './seeds';

// The compiled code, like all that runs in these tests.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- what runs is dist, what is typed is the source
const { readFamilies } = require('../../dist/tools/record-histories/recording.js') as {
  readFamilies: (folder: string) => Promise<{ recording: Recording }[]>;
};

/** The setting by which an environment names another version than host.json does. */
export const versionSetting = 'AzureFunctionsJobHost__extensions__durableTask__defaultVersion';

/** A workspace that holds two of the person's jobs and one of somebody else's. */
export function workspace(name: string, jobs = 2) {
  const files = { 'outputs/metrics.json': '{}' };
  return {
    ...{ name, resourceGroup: 'ml', storageAccount: `${name}store`, createdBy: 'ben' },
    jobs: [
      ...Array.from({ length: jobs }, (_, at) => ({ name: `${name}-${at}`, createdBy: 'zelda', files })),
      { name: `${name}-other`, createdBy: 'ben', files },
    ],
  };
}

/** What a listing shows of the workspace of that name, and of its account. */
export function within(listing: Listing, name: string): Listing {
  return {
    ...listing,
    records: listing.records.filter(({ workspace: id }) => id.toLowerCase() === workspaceId(name).toLowerCase()),
    blobs: listing.blobs.filter(({ account }) => account === `${name}store`),
  };
}

/** Asks to export and erase, or only one of both, what the person has in the workspace of that name. */
export async function ask(world: World, name: string, action = 'export_and_erase'): Promise<void> {
  const scope = { workspaces: [workspaceId(name)] };
  await world.call('POST', '/api/requests', 'requester', { requestId: name, action, subject: zelda, scope });
}

/** Restarts the host, which was killed or stopped, with an orchestrator version; with that of host.json unless told. */
export async function restartAs(world: World, version?: string): Promise<void> {
  const file = join(world.system.dir, 'settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as { Values: Record<string, string> };
  for (const values of [settings.Values, world.system.hostEnvironment]) {
    delete values[versionSetting];
    if (version !== undefined) values[versionSetting] = version;
  }
  await writeFile(file, JSON.stringify(settings));
  await world.system.restartHost();
}

/** Lets the emulator do something else with calls to a workspace; without a rule all is as before. */
export async function disturb(world: World, rule?: object): Promise<void> {
  const { url, adminKey } = world.system.emulator.ready;
  const headers = { 'x-emulator-admin': adminKey, 'content-type': 'application/json' };
  const options = { method: rule ? 'POST' : 'DELETE', headers, ca: world.system.certificate.pem };
  await adminCall(new URL('/_emulator/faults', url), options, rule);
}

/** What an instance of a request did. */
export interface Told {
  name: string;
  version?: string;
  /** How often one of its activities put it off. */
  putOff: number;
}

/** The instances of each request as their histories tell, by its id. The host must be stopped. */
export async function histories(world: World, ids: readonly string[]): Promise<Record<string, Told[]>> {
  const families = await readFamilies(join(world.system.dir, 'host', 'durable'));
  // In the order of asking.
  return Object.fromEntries(families.map(({ recording }, at) => [ids[at] ?? '', recording.map(told)]));
}

function told({ name, version, history }: Recording[number]): Told {
  return { name, version, putOff: history.filter(({ Result }) => Result?.startsWith('{"later":')).length };
}
