import type { SeedJob, SeedWorkspace } from '../seed/seed-file';
import { GROUPS, image, SPEECH_ID, VISION_ID } from './places';
import { DEFAULT_SUBSCRIPTION } from '../seed/defaults';

/** Where the files of `train-1` lie: two projects on one account keep them in one folder. */
const TRAIN = { 'user_logs/std_log.txt': 'epoch 1\n', 'outputs/weights.bin': { size: 3000 } };
const SNAPSHOT = '22f0c7b2-0000-4000-8000-000000000001';
const PROJECT = `subscriptions/${DEFAULT_SUBSCRIPTION}/resourcegroups/${GROUPS.projects}/workspaces/fab-vision`;
/** An upload of Noor in one project that an asset of Tom in the other one names. */
const FRAMES = `azureml://${PROJECT}/datastores/workspaceblobstore/paths/UI/2024-04-01_120000_UTC/frames/`;

/** A hub with two projects that share its storage account, key vault and registry. */
export function hubAndProjects(): SeedWorkspace[] {
  return [hub(), vision(), speech()];
}

function hub(): SeedWorkspace {
  return {
    ...{ name: 'fab-hub', kind: 'Hub', resourceGroup: GROUPS.hub, createdBy: 'tom' },
    ...{ storageAccount: 'fabhub', keyVault: 'fab-hub-kv', containerRegistry: 'fabregistry' },
    connections: [{ name: 'hub-search', createdBy: 'tom', properties: { category: 'CognitiveSearch' } }],
  };
}

function vision(): SeedWorkspace {
  return {
    ...{ name: 'fab-vision', kind: 'Project', hub: 'fab-hub', resourceGroup: GROUPS.projects, createdBy: 'tom' },
    workspaceId: VISION_ID,
    jobs: [
      job('train-1', 'noor', { files: TRAIN, codeId: 'azureml:vision-code:1' }),
      job('train-10', 'tom', {}),
      job('eval', 'tom', { properties: { ContentSnapshotId: SNAPSHOT } }),
      job('snap', 'noor', { properties: { ContentSnapshotId: SNAPSHOT } }),
      job('still-running', 'noor', { status: 'Running' }),
      job('sweep', 'noor', {
        type: 'Sweep',
        archived: true,
        // Whoever made a child: it goes with the sweep.
        children: [{ name: 'sweep_1' }, { name: 'sweep_2', createdBy: 'tom' }],
      }),
      job('homonym', 'noor2', { tags: { owner: 'n.haddad@fabrikam.example' } }),
    ],
    models: [
      { name: 'detector', versions: [{ version: '1', createdBy: 'noor', job: 'train-1', path: 'outputs' }] },
      { name: 'borrowed', versions: [{ version: '1', createdBy: 'tom', job: 'snap', path: 'user_logs' }] },
      {
        name: 'Old Detector (2022)',
        archived: true,
        versions: [{ version: '1', createdBy: 'noor', archived: true, files: { 'd.bin': { size: 900 } } }],
      },
      { name: 'namesake', versions: [{ version: '1', createdBy: 'noor2', files: { 'n.bin': { size: 100 } } }] },
    ],
    data: [
      {
        name: 'frames',
        versions: [{ version: '1', createdBy: 'noor', uri: FRAMES, files: { '100% #1 ñ.png': { size: 500 } } }],
      },
      { name: 'gone-from-lists', archived: true, versions: [{ version: '1', createdBy: 'noor', archived: true }] },
    ],
    environments: [
      { name: 'vision', versions: [{ version: '1', createdBy: 'noor', properties: { image: image('a') } }] },
      { name: 'vision-own', versions: [{ version: '1', createdBy: 'noor', properties: { image: image('b') } }] },
    ],
    codes: [{ name: 'vision-code', versions: [{ version: '1', createdBy: 'noor', files: { 'v.py': 'print(1)\n' } }] }],
    onlineEndpoints: [
      {
        name: 'vision-live',
        createdBy: 'noor',
        traffic: { blue: 90, green: 10 },
        deployments: [
          { name: 'blue', model: 'azureml:detector:1', logs: 'blue: ready\n' },
          { name: 'green', createdBy: 'tom', model: 'azureml:borrowed:1', logs: 'green: ready\n' },
        ],
      },
    ],
    schedules: [{ name: 'nightly', createdBy: 'noor' }],
    computes: [{ name: 'ci-noor', createdBy: 'tom', owner: 'tom', assignedTo: 'noor', state: 'Running' }],
  };
}

function speech(): SeedWorkspace {
  return {
    ...{ name: 'fab-speech', kind: 'Project', hub: 'fab-hub', resourceGroup: GROUPS.projects, createdBy: 'minsu' },
    workspaceId: SPEECH_ID,
    jobs: [
      // The name of a job in the other project, so one folder for both.
      job('train-1', 'tom', { files: TRAIN }),
      job('말하기', 'minsu', { experiment: '음성' }),
      job('noor-try', 'noor', { experiment: 'only-noor' }),
    ],
    data: [{ name: 'frames-for-speech', versions: [{ version: '1', createdBy: 'tom', uri: FRAMES }] }],
    environments: [
      { name: 'speech', versions: [{ version: '1', createdBy: 'tom', properties: { image: image('a') } }] },
    ],
    onlineEndpoints: [
      { name: 'speech-live', createdBy: 'minsu', traffic: { main: 100 }, deployments: [{ name: 'main' }] },
    ],
  };
}

function job(name: string, createdBy: string, rest: SeedJob): SeedJob {
  return { name, createdBy, experiment: 'vision', ...rest };
}
