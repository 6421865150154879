import type { SeedFile } from '../seed/seed-file';
import { contosoAssets } from './assets';
import { contosoJobs } from './jobs';
import { CONTOSO_PEOPLE } from './people';
import { contosoServing } from './serving';

/** The demo workspace. The same on every machine: nothing here is random or reads the clock. */
export function contoso(): SeedFile {
  return {
    description: 'Contoso: one workspace of six people. Written by make-contoso; edit that, not this file.',
    people: CONTOSO_PEOPLE,
    switches: { lateBlobOnCancel: true, operationSeconds: 0.5, cancelSeconds: 2 },
    workspaces: [
      {
        name: 'contoso-ml',
        resourceGroup: 'contoso-data',
        storageAccount: 'contosoml',
        createdBy: 'dana',
        datastores: [{ name: 'raw_exports', container: 'raw-exports' }],
        emptyExperiments: ['abandoned'],
        jobs: contosoJobs(),
        ...contosoAssets(),
        ...contosoServing(),
      },
    ],
    blobs: [
      // Containers that no rule explains must be reported, not skipped.
      { account: 'contosoml', container: 'team-scratch', path: 'ada/notes.txt', content: 'Find out who wrote this.\n' },
      {
        account: 'contosoml',
        container: 'team-scratch',
        path: 'readme.md',
        content: 'Anyone may put anything here.\n',
      },
      {
        account: 'contosoml',
        container: 'snapshots',
        path: '11f0c7b2-0000-4000-8000-000000000001/train.py',
        content: 'print(1)\n',
      },
      { account: 'contosoml', container: 'raw-exports', path: '2024/05/export.csv', content: 'id;value\n1;2\n' },
    ],
  };
}
