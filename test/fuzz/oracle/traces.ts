import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import type { StoragePipelineOptions } from '@azure/storage-queue';
import { QueueServiceClient } from '@azure/storage-queue';
import { connectionString } from '../../../local/system/azurite';
import type { RunningSystem } from '../../../local/system/system';
import { marker } from '../generators/text';

/** What exists in the app's account, by the account's key. */
export interface Stored {
  /** `container/name`. */
  blobs: string[];
  queues: string[];
  /** The text of the secret that keys are made with. */
  secret: string;
}

/** Lists the app's account. */
export async function listAccount({ azurite, appAccount, certificate }: RunningSystem): Promise<Stored> {
  const trust = { tlsOptions: { ca: certificate.pem } } as StoragePipelineOptions;
  const account = connectionString(azurite, appAccount);
  const service = BlobServiceClient.fromConnectionString(account, trust);
  const blobs: string[] = [];
  for await (const { name: container } of service.listContainers()) {
    for await (const { name } of service.getContainerClient(container).listBlobsFlat())
      blobs.push(`${container}/${name}`);
  }
  const queues: string[] = [];
  for await (const { name } of QueueServiceClient.fromConnectionString(account, trust).listQueues()) queues.push(name);
  const secret = await service
    .getContainerClient('privacy-requests')
    .getBlobClient('config/hmac-secret.json')
    .downloadToBuffer();
  return { blobs, queues, secret: (JSON.parse(secret.toString('utf8')) as { secret: string }).secret };
}

/** The key of a request, as docs/concepts.md says: what the app's names are made of. */
function keyOf(secret: string, requestId: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(requestId).digest('hex').slice(0, 32);
}

const part = '(?!\\.)[\\w.~-]+';
/** Every name that this program writes; the group is the key of a request, or the fingerprint of a message. */
const names = [
  /^privacy-requests\/config\/[\w.-]+()$/,
  new RegExp(`^privacy-requests/requests/([0-9a-f]{32})(?:/${part})+$`),
  /^privacy-requests\/pending\/([0-9a-f]{32})\.json$/,
  /^privacy-requests\/index\/\d{15}-([0-9a-f]{32})\.json$/,
  /^privacy-requests\/due\/\d{4}-\d\d-\d\d\/([0-9a-f]{32})\.json$/,
  /^privacy-requests\/certificate-keys\/[\w.-]+()$/,
  /^privacy-requests\/unfiled\/([0-9a-f]{32})-[12]\.json$/,
  /^privacy-certificates\/(?:\d{4}-\d\d\/[0-9a-f]{64}|keys\/[\w-]{43})\.json()$/,
  new RegExp(`^privacy-packages/([0-9a-f]{32})(?:/${part})+$`),
  /^privacy-rejected\/messages\/([0-9a-f]{32})\.json$/,
];

/** What is wrong with the names in the app's account. `owners` are the ids of all requests that were accepted. */
export function complaintsAboutNames(
  stored: Stored,
  owners: readonly string[],
  fingerprints: ReadonlySet<string>,
): string[] {
  const keys = new Set(owners.map((id) => keyOf(stored.secret, id)));
  const odd = stored.blobs.filter((name) => {
    const found = names.map((pattern) => pattern.exec(name)).find(Boolean)?.[1];
    if (found === undefined) return true;
    if (name.startsWith('privacy-rejected/')) return !fingerprints.has(found);
    return found !== '' && !keys.has(found);
  });
  const known = ['privacy-requests', 'privacy-requests-poison', 'privacy-results'];
  const queues = stored.queues.filter((name) => !known.includes(name));
  return [...odd.map((name) => `an unexpected blob: ${name}`), ...queues.map((name) => `an unexpected queue: ${name}`)];
}

/** Files below a folder that hold the marker of what was made up, in UTF-8 or UTF-16, or bear it in their names. */
export async function filesWithMarker(folder: string): Promise<string[]> {
  const found: string[] = [];
  const forms = [marker, marker.toUpperCase()].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    if (file.toLowerCase().includes(marker) || forms.some((form) => bytes.includes(form))) found.push(file);
  }
  return found;
}

/** Lines of the host's log that repeat input, or tell of a failure in the host itself. */
export async function complaintsAboutLog(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const odd = lines.filter(
    (line) => line.toLowerCase().includes(marker) || /failed in the host|UnhandledPromise/.test(line),
  );
  return odd.slice(0, 5).map((line) => `in the log: ${line.slice(0, 300)}`);
}
