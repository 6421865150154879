import type { EmulatorContext } from '../context';
import type { Json } from '../json';
import type { ResourceRecord } from '../records';
import type { State } from '../state';
import { writeBlobs } from './apply-storage';
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
const FIXED = ['tenantId', 'identities', 'grants', 'switches', 'throttling', 'forbiddenSubscriptions'] as const;

/**
 * Adds another seed to a running emulator: what it names again of the shared types stays as it is.
 * Throws SeedError for a faulty seed, and for one that would change the emulator's settings.
 */
export async function addSeed(value: unknown, context: EmulatorContext): Promise<void> {
  const seed = validateSeed(value);
  const fixed = FIXED.filter((member) => seed[member] !== undefined);
  if (fixed.length > 0) throw new SeedError(fixed.map((member) => `/${member}: cannot be changed while it runs.`));
  const { tenantId, identities, grants } = context.settings;
  const plan = planSeed({ ...seed, tenantId, identities, grants });
  const isNew = ({ name }: { name: string }): boolean =>
    !context.state.list('storageAccounts').some((record) => record.name === name);
  await writeBlobs({ ...plan, accounts: plan.accounts.filter(isNew) }, context.blobs);
  writeShares(plan.shares, context.files, context.now());
  const known = (type: string, scope: string, parent: string | undefined, name: string): boolean =>
    SHARED.includes(type) && context.state.get(type, scope, parent, name) !== undefined;
  putRecords(
    context.state,
    plan.records.filter(({ type, scope, parent, name }) => !known(type, scope, parent, name)),
  );
}

/** Puts the records of a plan, some thousands at a time: all of a large one are more than fits into one text. */
export function putRecords(state: State, records: readonly ResourceRecord[]): void {
  for (let first = 0; first < records.length; first += 5_000) state.put(...records.slice(first, first + 5_000));
}

/** The settings of a plan as a note of the state. */
export function settingsNote(plan: SeedPlan): Json {
  return plan.settings as unknown as Json;
}
