import type { Plan } from '../plan/plan';

interface Place {
  /** In words for the certificate. */
  text: string;
  /** A request that asks for none of these types can't mean what lies there; without it every request could. */
  types?: readonly string[];
  /** Whether the plan shows that nothing lies there, or that it goes along with something planned. */
  excluded?: (counts: Plan['counts']) => boolean;
  /** What the plan tells of it instead, from the settings of its storage accounts. */
  known?: (storage: Plan['storage']) => string[];
}

const withBytes = [
  ...['runHistory', 'job', 'model', 'dataAsset', 'component', 'environment', 'featureSet', 'code'],
  ...['upload', 'snapshot', 'notebook', 'fileStore', 'storageAccount'],
];

/** Places where Azure ML may hold personal data that no program with this one's rights can reach. */
export const placesOutOfReach: readonly Place[] = [
  { text: 'Azure ML v1 web services (ACI, AKS)', types: ['onlineEndpoint', 'onlineDeployment', 'model'] },
  { text: 'Azure ML v1 datasets', types: ['dataAsset', 'upload'] },
  { text: 'Azure ML v1 pipeline endpoints', types: ['batchEndpoint', 'batchDeployment', 'component', 'job'] },
  { text: 'data labelling projects', types: ['dataAsset', 'job'] },
  { text: 'Azure ML registries', types: ['model', 'dataAsset', 'component', 'environment', 'code'] },
  {
    text: 'the disk of a compute instance: it goes with the instance and is not exported',
    types: ['compute'],
    excluded: (counts) => (counts.compute?.items ?? 0) === 0,
  },
  {
    text: 'secrets in the key vault of the workspace: they are never read',
    types: ['connection', 'datastore', 'keyVault'],
    // A vault that is erased takes them along.
    excluded: ({ keyVault }) => keyVault !== undefined && keyVault.items > keyVault.kept,
  },
  { text: 'the Azure Activity Log' },
  { text: 'telemetry that Microsoft keeps itself' },
  { text: 'object replicas of storage accounts', types: withBytes, known: replicasOf },
  { text: 'backups of storage accounts', types: withBytes },
];

/** Where replicas are, and of which accounts nobody could read it. */
function replicasOf(storage: Plan['storage']): string[] {
  return storage.flatMap(({ account, unreadable, objectReplicas }) => {
    if (unreadable) return [`object replicas of ${account}, if there are any: its settings are unreadable`];
    if (objectReplicas.length === 0) return [];
    return [`what object replication copied from ${account} to ${objectReplicas.join(', ')}`];
  });
}

/**
 * What a request may mean and this program can't reach, in words for its certificate. `types` are those that it asks
 * for; without a plan nothing is known to be excluded. The accounts of an export are not read, so nothing is known of
 * them either.
 */
export function outOfReach(
  types: readonly string[],
  plan?: Pick<Plan, 'counts'> & Partial<Pick<Plan, 'storage'>>,
): string[] {
  const storage = plan?.storage ?? [];
  return placesOutOfReach
    .filter((place) => !place.types || place.types.some((type) => types.includes(type)))
    .filter((place) => !(plan && place.excluded?.(plan.counts)))
    .flatMap(({ text, known }) => (known && storage.length > 0 ? known(storage) : [text]));
}
