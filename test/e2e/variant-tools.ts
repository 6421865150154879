import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { BlobServiceClient, StorageSharedKeyCredential, type StoragePipelineOptions } from '@azure/storage-blob';
import type { World } from './harness';

/** Calls the emulator by a way that trusts its certificate; as administrator, or with a token as Azure's clients do. */
export function emulator(world: World, method: string, path: string, body?: unknown, token?: string): Promise<number> {
  const { ready } = world.system.emulator;
  const headers = {
    'content-type': 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : { 'x-emulator-admin': ready.adminKey }),
  };
  return new Promise((resolve, reject) => {
    const ca = world.system.certificate.pem;
    const call = request(new URL(path, ready.url), { method, headers, ca }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    call.once('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Adds a fault: what a call whose path matches is answered with. */
export async function fault(world: World, method: string, path: string, rule: object): Promise<void> {
  expect(await emulator(world, 'POST', '/_emulator/faults', { match: { method, path }, ...rule })).toBe(201);
}

/** A change that somebody else makes over Azure Resource Manager. */
export async function put(world: World, id: string, properties: object): Promise<void> {
  expect(await putAs(world, '0a0e0000-0000-4000-8000-00000000c003', id, properties)).toBeLessThan(300);
}

/** Writes a record over Azure Resource Manager with the managed identity of a client id; gives the status. */
export async function putAs(world: World, clientId: string, id: string, properties: object): Promise<number> {
  const { identityEndpoint, identityHeader } = world.system.emulator.ready;
  const query = `api-version=2019-08-01&resource=https://management.azure.com&client_id=${clientId}`;
  const answer = await fetch(`${identityEndpoint}?${query}`, { headers: { 'x-identity-header': identityHeader } });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return emulator(world, 'PUT', `${id}?api-version=2022-10-01`, { properties }, token);
}

/** A container of a customer, by the account's key. */
export function container(world: World, account: string, name: string) {
  const { blobEndpoint, accounts } = JSON.parse(readFileSync(world.system.storageFile, 'utf8')) as {
    blobEndpoint: string;
    accounts: Record<string, string>;
  };
  const key = new StorageSharedKeyCredential(account, accounts[account] ?? '');
  const trust = { tlsOptions: { ca: world.system.certificate.pem } } as StoragePipelineOptions;
  return new BlobServiceClient(`${blobEndpoint}/${account}`, key, trust).getContainerClient(name);
}
