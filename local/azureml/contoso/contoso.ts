import type { SeedFile } from '../seed/seed-file';
import { contosoAssets } from './assets';
import { contosoJobs } from './jobs';
import { CONTOSO_PEOPLE } from './people';
import { contosoServing } from './serving';
import { CONTOSO_ID, contosoBlobs, contosoShares } from './storage';

/** The demo workspace. The same on every machine: nothing here is random or reads the clock. */
export function contoso(): SeedFile {
  return {
    description: 'Contoso: one workspace of seven people. Written by make-seeds; edit that, not this file.',
    people: CONTOSO_PEOPLE,
    switches: { lateBlobOnCancel: true, operationSeconds: 0.5, cancelSeconds: 2 },
    storageAccounts: [{ name: 'contosoml', resourceGroup: 'contoso-data' }],
    registries: [
      { name: 'contosoacr', resourceGroup: 'contoso-data', repositories: ['1', '2', '3', '4'].map(repository) },
    ],
    workspaces: [
      {
        name: 'contoso-ml',
        resourceGroup: 'contoso-data',
        storageAccount: 'contosoml',
        createdBy: 'dana',
        workspaceId: CONTOSO_ID,
        containerRegistry: 'contosoacr',
        emptyExperiments: ['abandoned'],
        jobs: contosoJobs(),
        ...contosoAssets(),
        ...contosoServing(),
      },
    ],
    blobs: contosoBlobs(),
    shares: contosoShares(),
  };
}

/** An image that Azure ML built; no environment names the last of them. */
const repository = (digit: string) => ({
  name: `azureml/azureml_${digit.repeat(32)}`,
  manifests: [{ tags: ['1'], size: 40_000_000 }],
});
