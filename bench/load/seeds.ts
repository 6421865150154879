import { DEFAULT_SUBSCRIPTION } from '../../local/azureml/seed/defaults';
import type { SeedFile } from '../../local/azureml/seed/seed-file';

const bucket = { size: 1_000_000, perSecond: 100_000 };

/** What is not measured here: Resource Manager's limits have a benchmark of their own. Pages are as large as Azure's. */
export const ample = {
  throttling: { reads: bucket, writes: bucket, deletes: bucket },
  switches: { operationSeconds: 1, retryAfterSeconds: 1, pageSize: 100, historyPageSize: 100 },
} satisfies Partial<SeedFile>;

/** ARM id of a workspace of these seeds. */
export function workspaceId(name: string): string {
  return `/subscriptions/${DEFAULT_SUBSCRIPTION}/resourceGroups/bench/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
}

/** As many people as there will be requests, each with two jobs in one of the workspaces `w0`, `w1`, … */
export function manyPeople(workspaces: number, people: number): SeedFile {
  const keys = Array.from({ length: people }, (_, index) => `p${index}`);
  return {
    ...ample,
    people: keys.map((key, index) => ({ key, displayName: `Person ${key}`, objectId: objectIdOf(index) })),
    workspaces: Array.from({ length: workspaces }, (_, at) => ({
      ...{ name: `w${at}`, resourceGroup: 'bench', storageAccount: `bench${at}store`, createdBy: 'p0' },
      jobs: keys
        .filter((_key, index) => index % workspaces === at)
        .flatMap((key) => ['a', 'b'].map((job) => ({ name: `${key}-${job}`, createdBy: key }))),
    })),
  };
}

/** A request for each of these people, in the order of their numbers. */
export function requestsOf(workspaces: number, people: number) {
  const actions = [{ action: 'erase' }, { action: 'export' }, { action: 'erase', dryRun: true }];
  return Array.from({ length: people }, (_, person) => ({
    requestId: `w${person % workspaces}-${person}`,
    ...actions[person % actions.length],
    subject: { identities: [{ type: 'object_id', value: objectIdOf(person) }] },
    scope: { workspaces: [workspaceId(`w${person % workspaces}`)] },
  }));
}

function objectIdOf(person: number): string {
  return `0bec0000-0000-4000-8000-${String(person).padStart(12, '0')}`;
}
