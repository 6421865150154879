import type { BlobStore } from '../blob-store';
import { forEachBounded } from '../blob-store';
import { grantsOf } from '../grants';
import type { JsonObject } from '../json';
import { blobServiceOf } from './account-record';
import { containersOf } from './containers';
import type { SeedPlan } from './seed-plan';
import type { SeedBlob } from './seed-storage';
import { SeedError } from './validate';
import { holdBlob, writeBlob } from './write-blob';
import type { Deletion } from './write-blob';

const DAY = 86_400_000;

/**
 * Sets the accounts of a plan up and writes their containers and blobs, in the order in which it can have happened:
 * settings, contents, deletions as the days went by, and at last what forbids deleting. Throws SeedError when an
 * account is not in the storage file.
 */
export async function writeBlobs(plan: SeedPlan, blobs: BlobStore): Promise<void> {
  const accounts = new Set(plan.containers.map((container) => container.account));
  const missing = [...accounts].filter((account) => !blobs.accounts().includes(account));
  if (missing.length > 0)
    throw new SeedError(missing.map((account) => `The storage account ${account} is not in the storage file.`));
  await applySettings(plan, blobs);
  const containers = new Map(plan.containers.map((place) => [`${place.account}/${place.container}`, place]));
  await forEachBounded([...containers.values()], async ({ account, container }) => {
    await blobs.container(account, container).createIfNotExists();
  });
  const deletions: Deletion[] = [];
  const contents = onePerPlace(plan.blobs);
  await forEachBounded(contents, async (blob) => {
    deletions.push(...(await writeBlob(blob, clientOf(blob, blobs))));
  });
  await carryOut([...deletions, ...containerDeletions(plan, blobs)], blobs);
  const now = new Date();
  await forEachBounded(contents, (blob) => holdBlob(blob, clientOf(blob, blobs), now));
  await applyPolicies(plan, blobs);
}

/** The same upload of two people is one blob; of two entries for a place the later one says more. */
function onePerPlace(blobs: readonly SeedBlob[]): SeedBlob[] {
  const unique = new Map<string, SeedBlob>();
  for (const blob of blobs) {
    const place = `${blob.account}/${blob.container}/${blob.path}`;
    unique.set(place, { ...unique.get(place), ...blob });
  }
  return [...unique.values()];
}

function clientOf({ account, container, path }: SeedBlob, blobs: BlobStore) {
  return blobs.container(account, container).getBlockBlobClient(path);
}

// Azurite has no settings of its own, and nothing that it lacks is seeded on it.
async function applySettings({ accounts, settings }: SeedPlan, { admin }: BlobStore): Promise<void> {
  const { reader, eraser } = settings.identities;
  for (const account of accounts) {
    const isOwner = account.eraserRole !== 'contributor';
    await admin?.changeAccount(account.name, {
      ...blobServiceOf(account),
      isHnsEnabled: account.isHnsEnabled ?? false,
      access: {
        readers: [reader.objectId],
        owners: isOwner ? [eraser.objectId] : [],
        granted: grantedBy(settings),
      },
    });
  }
}

/** What each identity is granted, by its object id, as the blob service checks it. */
function grantedBy(settings: SeedPlan['settings']): JsonObject | undefined {
  if (!settings.grants) return undefined;
  const { reader, eraser } = settings.identities;
  const ids = [reader.objectId, eraser.objectId];
  return Object.fromEntries(ids.map((id) => [id, grantsOf(id, settings) as unknown as JsonObject]));
}

async function applyPolicies({ accounts }: SeedPlan, { admin }: BlobStore): Promise<void> {
  for (const account of accounts)
    for (const { name, locked: immutabilityLocked, deletedDaysAgo, ...policy } of containersOf(account))
      if (deletedDaysAgo === undefined)
        await admin?.changeContainer(account.name, name, { ...policy, immutabilityLocked });
}

function containerDeletions({ accounts }: SeedPlan, blobs: BlobStore): Deletion[] {
  return accounts.flatMap((account) =>
    containersOf(account).flatMap(({ name, deletedDaysAgo: daysAgo }): Deletion[] =>
      daysAgo === undefined ? [] : [{ daysAgo, run: () => blobs.container(account.name, name).delete() }],
    ),
  );
}

/** Deletes what was deleted, while the service's clock walks from the past in which it was started to now. */
async function carryOut(deletions: readonly Deletion[], { admin }: BlobStore): Promise<void> {
  let behind = admin?.takeDaysBehind() ?? 0;
  const walkTo = async (daysAgo: number): Promise<void> => {
    if (daysAgo > behind) throw new SeedError([`Nothing can be deleted ${daysAgo} days ago in a service that runs.`]);
    await admin?.advance((behind - daysAgo) * DAY);
    behind = daysAgo;
  };
  for (const { daysAgo, run } of [...deletions].sort((a, b) => b.daysAgo - a.daysAgo)) {
    await walkTo(daysAgo);
    await run();
  }
  await walkTo(0);
}
