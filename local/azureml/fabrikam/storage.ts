import type { SeedShare } from '../seed/seed-file';
import type { SeedBlob, SeedFiles } from '../seed/seed-storage';
import { LEGACY_ID } from './places';

/** The share of notebooks has the same name in every workspace (Azure docs: prompt flow FAQ). */
const NOTEBOOKS = 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6';

/** Files that no record names, and containers that no rule knows. */
export function fabrikamBlobs(): SeedBlob[] {
  return [
    ...blobs('fabhub', 'scratch', { 'noor/todo.txt': 'Who wrote this?\n', 'readme.md': 'Put anything here.\n' }),
    ...blobs('fabhub', 'legal-archive', { '2019/contract.pdf': { size: 4000 } }),
    // Of a job that nobody knows any more, in the container that hub and projects share.
    ...blobs('fabhub', 'azureml', { 'ExperimentRun/dcid.long-gone/outputs/model.bin': { size: 600 } }),
    ...blobs('fabhub', 'snapshots', {
      '22f0c7b2-0000-4000-8000-000000000001/main.py': 'print(1)\n',
      '22f0c7b2-0000-4000-8000-000000000009/main.py': 'print(9)\n',
    }),
    ...blobs('fablegacy', `azureml-blobstore-${LEGACY_ID}`, {
      'UI/half/forgotten.csv': '2\n',
      'LocalUpload/00112233445566778899aabbccddeeff/data/rows.csv': '3\n',
      'loose file.txt': 'At the top.\n',
      'Some Folder/deep/er/file.bin': { size: 50 },
    }),
    ...blobs('fablegacy', 'backups-2021', { 'dump.bak': { size: 2000 } }),
    ...blobs('fablake', 'bronze', {
      'noor/2023/part-0.parquet': { size: 800 },
      'lena/2023/part-0.parquet': { size: 70 },
    }),
    ...blobs('fablake', 'silver', { 'x.parquet': { size: 30 } }),
    ...blobs('fablegacy', 'noor-drop', { 'in/a.csv': '1\n' }),
  ];
}

/** Containers without anything in them: unknown all the same. */
export const FABRIKAM_CONTAINERS = [{ account: 'fablegacy', container: 'archive-2019' }];

/** Notebooks with odd names, an open file and snapshots; and a share that no rule knows. */
export function fabrikamShares(): SeedShare[] {
  return [
    {
      ...{ account: 'fabhub', share: NOTEBOOKS },
      files: {
        'Users/noor/100% #1 ñ.ipynb': '{}\n',
        'Users/noor/open in an editor.ipynb': '{}\n',
        'Users/noor/empty/': '',
        'Users/nhaddad/mine.ipynb': '{}\n',
        'Users/tom/tom.ipynb': '{}\n',
        'Users/minsu/음성.ipynb': '{}\n',
      },
      openHandles: ['Users/noor/open in an editor.ipynb'],
      snapshots: ['2024-02-01T03:00:00Z', '2024-03-01T03:00:00Z'],
    },
    { account: 'fablegacy', share: 'lab-data', files: { 'measurements/noor.csv': '1;2\n' } },
  ];
}

function blobs(account: string, container: string, files: SeedFiles): SeedBlob[] {
  return Object.entries(files).map(([path, content]) => ({ account, container, path, content }));
}
