import type { EmulatorContext } from '../context';
import type { BlobStore } from '../blob-store';
import { forEachBounded } from '../blob-store';
import type { Json } from '../json';
import { bytesOf } from './defaults';
import { writeShares } from './apply-shares';
import type { SeedPlan } from './seed-plan';
import { planSeed } from './plan';
import { SeedError, validateSeed } from './validate';

/** Types of record that a later seed shares with the first one. */
const SHARED = [
  ...['workspaces', 'datastores', 'storageAccounts', 'experiments'],
  ...['vaults', 'registries', 'insightsComponents', 'operationalInsightsWorkspaces'],
];

/** Settings of the whole emulator; they are fixed when it starts. */
const FIXED = ['tenantId', 'identities', 'switches', 'throttling', 'forbiddenSubscriptions'] as const;

/**
 * Adds another seed to a running emulator: what it names again of the shared types stays as it is.
 * Throws SeedError for a faulty seed, and for one that would change the emulator's settings.
 */
export async function addSeed(value: unknown, context: EmulatorContext): Promise<void> {
  const seed = validateSeed(value);
  const fixed = FIXED.filter((member) => seed[member] !== undefined);
  if (fixed.length > 0) throw new SeedError(fixed.map((member) => `/${member}: cannot be changed while it runs.`));
  const plan = planSeed({ ...seed, tenantId: context.settings.tenantId });
  await writeBlobs(plan, context.blobs);
  writeShares(plan.shares, context.files, context.now());
  const known = (type: string, scope: string, parent: string | undefined, name: string): boolean =>
    SHARED.includes(type) && context.state.get(type, scope, parent, name) !== undefined;
  context.state.put(...plan.records.filter(({ type, scope, parent, name }) => !known(type, scope, parent, name)));
}

/** Writes the containers and blobs of a plan. Throws SeedError when an account is not in the storage file. */
export async function writeBlobs(plan: SeedPlan, blobs: BlobStore): Promise<void> {
  const accounts = new Set(plan.containers.map((container) => container.account));
  const missing = [...accounts].filter((account) => !blobs.accounts().includes(account));
  if (missing.length > 0) {
    throw new SeedError(missing.map((account) => `The storage account ${account} is not in the storage file.`));
  }
  const containers = new Map(plan.containers.map((place) => [`${place.account}/${place.container}`, place]));
  await forEachBounded([...containers.values()], async ({ account, container }) => {
    await blobs.container(account, container).createIfNotExists();
  });
  // The same upload of two people is one blob; writing it twice at the same time would only race.
  const unique = new Map(plan.blobs.map((blob) => [`${blob.account}/${blob.container}/${blob.path}`, blob]));
  await forEachBounded([...unique.values()], (blob) => blobs.write(blob, bytesOf(blob.content ?? '')));
}

/** The settings of a plan as a note of the state. */
export function settingsNote(plan: SeedPlan): Json {
  return plan.settings as unknown as Json;
}
