import type { SeedFile, SeedPerson, SeedShare, SeedWorkspace } from '../../local/azureml/seed/seed-file';
import type { SeedAccount, SeedBlob, SeedFiles } from '../../local/azureml/seed/seed-storage';
import type { Switches } from '../../local/azureml/settings';
import { drawAssets } from './draw-assets';
import { drawJobs } from './draw-jobs';
import { drawPeople } from './people';
import type { Random } from './random';

/** The share of notebooks has the same name in every workspace. */
const notebooks = 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6';

/** A few workspaces of a few people who share bytes, accounts and experiments. */
export function drawWorld(random: Random): SeedFile {
  const people = drawPeople(random.fork('people'));
  const accounts = ['alphastore', 'betastore'].slice(0, random.int(1, 2));
  const names = ['alpha', 'beta', 'gamma'].slice(0, random.int(2, 3));
  const workspaces = names.map((name) => workspace(name, random.pick(accounts), people, random.fork(name)));
  const used = [...new Set(workspaces.map(({ storageAccount }) => storageAccount as string))];
  const storage = random.fork('storage');
  return {
    people,
    workspaces,
    shares: used.map((account) => share(account, people, storage)),
    blobs: workspaces.flatMap((one) => forgotten(one, storage)),
    // Mostly Azurite, which can be stopped; what keeps deleted blobs is only ever cut off.
    ...(storage.chance(0.2) ? { storageAccounts: used.map((name) => keeping(name, storage)) } : {}),
    switches: drawSwitches(random.fork('switches')),
  };
}

function workspace(name: string, storageAccount: string, people: readonly SeedPerson[], random: Random): SeedWorkspace {
  const jobs = drawJobs(name, people, random.fork('jobs'));
  return {
    ...{ name, storageAccount, createdBy: random.pick(people).key, jobs },
    ...drawAssets(name, people, jobs, random.fork('assets')),
    computes: random.some(people, 0.5).map(({ key }) => ({ name: `ci-${name}-${key}`, owner: key, createdBy: key })),
    schedules: random
      .some(people, 0.3)
      .map(({ key }) => ({ name: `nightly-${name}-${key}`, createdBy: key, cron: '0 2 * * *' })),
  };
}

/** Notebooks of everybody, and what nobody put a name on. */
function share(account: string, people: readonly SeedPerson[], random: Random): SeedShare {
  const own = random
    .some(people, 0.7)
    .flatMap(({ alias = '' }) =>
      Array.from({ length: random.int(1, 3) }, (_, index) => [
        `Users/${alias}/deep/notebook ${index}.ipynb`,
        `cells of ${index}\n`,
      ]),
    );
  return {
    account,
    share: notebooks,
    files: { ...(Object.fromEntries(own) as SeedFiles), 'Users/readme.md': 'for all\n' },
  };
}

/** Blobs that no record names. */
function forgotten({ name, storageAccount = '' }: SeedWorkspace, random: Random): SeedBlob[] {
  const file = (path: string): SeedBlob => ({
    account: storageAccount,
    container: 'azureml',
    path,
    content: `${path}\n`,
  });
  const lost = `ExperimentRun/dcid.lost-${name}/outputs/model.bin`;
  return random.chance(0.5) ? [file(lost)] : [];
}

/** An account that keeps what is deleted. */
function keeping(name: string, random: Random): SeedAccount {
  return {
    name,
    blobService: {
      isVersioningEnabled: random.chance(0.5),
      deleteRetentionPolicy: { enabled: true, days: 7, allowPermanentDelete: random.chance(0.5) },
    },
  };
}

/** How Azure behaves this time, and how long it takes. */
function drawSwitches(random: Random): Partial<Switches> {
  return {
    operationSeconds: random.pick([0.2, 1]),
    cancelSeconds: random.pick([0.5, 2]),
    retryAfterSeconds: random.pick([0, 1]),
    jobDeleteDeletesBlobs: random.chance(0.3),
    pipelineDeleteDeletesChildren: random.chance(0.3),
    modelDeleteDeletesBlobs: random.chance(0.3),
    lateBlobOnCancel: random.chance(0.5),
    dataDelete: random.pick(['400', '204']),
    pageSize: random.pick([3, 10]),
    historyPageSize: random.pick([3, 10]),
  };
}
