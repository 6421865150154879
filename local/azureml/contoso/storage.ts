import type { SeedShare } from '../seed/seed-file';
import type { SeedBlob, SeedFiles } from '../seed/seed-storage';
import { ADA_SNAPSHOT, ADA_UPLOAD, SHARED_SNAPSHOT } from './jobs';

/** Id of the workspace: two of its containers and shares are named after it. */
export const CONTOSO_ID = 'c0de0000-0000-4000-8000-0000000000ed';

const ACCOUNT = 'contosoml';
const UPLOADS = `azureml-blobstore-${CONTOSO_ID}`;
/** The share of notebooks has the same name in every workspace (Azure docs: prompt flow FAQ). */
const NOTEBOOKS = 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6';

/** What lies in the storage and has no record: source code, forgotten uploads, what is left of a deleted job. */
export function contosoBlobs(): SeedBlob[] {
  return [
    ...blobs('snapshots', {
      [`${ADA_SNAPSHOT}/train.py`]: 'print(1)\n',
      [`${SHARED_SNAPSHOT}/train.py`]: 'print(2)\n',
      '11f0c7b2-0000-4000-8000-000000000003/old.py': 'print(3)\n',
    }),
    ...blobs('snapshotzips', { [`${ADA_SNAPSHOT}.zip`]: { size: 300 } }),
    ...blobs(UPLOADS, {
      [`${ADA_UPLOAD}rows.csv`]: 'id;value\n1;2\n',
      'LocalUpload/99aa88bb77cc66dd55ee44ff33002211/forgotten/notes.txt': 'Nobody knows whose this is.\n',
      'UI/2022-11-02_080000_UTC/export.csv': 'id\n1\n',
    }),
    ...blobs('azureml', { 'ExperimentRun/dcid.deleted-long-ago/outputs/model.bin': { size: 700 } }),
    ...blobs('raw-exports', { '2024/05/export.csv': 'id;value\n1;2\n' }),
  ];
}

/** Notebooks of several people, and what nobody put a name on. */
export function contosoShares(): SeedShare[] {
  return [
    {
      account: ACCOUNT,
      share: NOTEBOOKS,
      files: {
        'Users/ada/churn analysis.ipynb': notebook('churn'),
        'Users/ada/.amlignore': '.ipynb_checkpoints\n',
        'Users/ada/größen/Übersicht 100%.ipynb': notebook('sizes'),
        'Users/ada/drafts/': '',
        'Users/ben/risk.ipynb': notebook('risk'),
        'Users/ben/plots/2024.ipynb': notebook('plots'),
        'Users/chloe/survey.ipynb': notebook('survey'),
        'team/readme.md': 'Everybody may write here.\n',
      },
    },
    { account: ACCOUNT, share: `azureml-filestore-${CONTOSO_ID}`, files: { 'cache/tokenizer.json': '{}\n' } },
  ];
}

function blobs(container: string, files: SeedFiles): SeedBlob[] {
  return Object.entries(files).map(([path, content]) => ({ account: ACCOUNT, container, path, content }));
}

function notebook(title: string): string {
  const cells = [{ cell_type: 'markdown', metadata: {}, source: [`# ${title}`] }];
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
}
