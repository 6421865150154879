import type { SeedJob } from '../seed/seed-file';
import type { SeedFiles } from '../seed/seed-storage';

const PEOPLE = ['ada', 'ben', 'chloe', 'dana', 'alex', 'alexandra', 'mei'];
const EXPERIMENTS = ['churn', 'credit-risk', 'forecast', 'Größe & Préis', '需要予測'];
/** Snapshots of source code: Ada's own, and one that a job of hers and one of Ben were started with. */
export const ADA_SNAPSHOT = '11f0c7b2-0000-4000-8000-000000000001';
export const SHARED_SNAPSHOT = '11f0c7b2-0000-4000-8000-000000000002';
/** An upload that no asset names, only a job of Ada. */
export const ADA_UPLOAD = 'LocalUpload/0a1b2c3d4e5f60718293a4b5c6d7e8f9/sample/';

const METRICS = { accuracy: [0.61, 0.72, 0.79, 0.81], loss: [1.2, 0.7, 0.4, 0.35] };
const FIRST = Date.parse('2023-02-06T08:30:00Z');

/** How many jobs there are above all children, and how many of them are pipelines. */
const JOBS = 120;
const PIPELINES = 20;

/** 120 jobs with their children, archived, failed and running ones, sweeps and odd names among them. */
export function contosoJobs(): SeedJob[] {
  const special = specialJobs();
  const pipelines = Array.from({ length: PIPELINES }, (_, index) => pipeline(index));
  const plain = Array.from({ length: JOBS - PIPELINES - special.length }, (_, index) => plainJob(index));
  return [...special, ...pipelines, ...plain].map((job, index) => ({ ...job, createdAt: timeOf(index) }));
}

/** Five days apart, so that the workspace spans more than a year and a half. */
function timeOf(index: number): string {
  return new Date(FIRST + index * 5 * 86_400_000 + index * 420_000).toISOString();
}

/** Jobs that each show one thing that goes wrong easily. */
function specialJobs(): SeedJob[] {
  return [
    // Names where one is the beginning of the other, of different people.
    job('job1', 'ada', {
      properties: { ContentSnapshotId: SHARED_SNAPSHOT },
      files: { ...logs('job1'), 'outputs/model/weights.bin': { size: 4096 } },
    }),
    // Ben trained on data of Ada what he serves.
    job('job10', 'ben', {
      codeId: 'azureml:plot-code:1',
      properties: { ContentSnapshotId: SHARED_SNAPSHOT },
      inputs: { customers: { jobInputType: 'uri_file', uri: 'azureml:zurich-customers:1' } },
    }),
    job('job11', 'alex', { archived: true }),
    job('churn-final', 'ada', {
      files: {
        ...logs('churn-final'),
        'outputs/model/model.pkl': { size: 20_000 },
        'outputs/model/MLmodel': 'flavors: {}\n',
      },
      artifactZip: true,
      computeRecord: true,
      codeId: 'azureml:train-code:1',
    }),
    // Another person registered a model from the outputs of this job.
    job('risk-base', 'ada', {
      experiment: 'credit-risk',
      files: {
        ...logs('risk-base'),
        'outputs/risk/model.onnx': { size: 9000 },
        'outputs/report.html': '<p>Risk</p>\n',
      },
    }),
    job('größen-modell', 'ada', {
      displayName: 'Größen-Modell (Entwurf)',
      experiment: 'Größe & Préis',
      files: {
        ...logs('größen-modell'),
        'outputs/Übersicht Zürich.csv': 'größe;preis\n1;2\n',
        'outputs/100%25 sicher.txt': 'ja\n',
      },
    }),
    job('需要-2024', 'mei', {
      experiment: '需要予測',
      files: { ...logs('需要-2024'), 'outputs/結果.json': '{"ok":true}\n' },
    }),
    job('live-training', 'ada', { status: 'Running', computeId: 'cpu-cluster' }),
    job('waiting-training', 'ada', { status: 'Queued', computeId: 'cpu-cluster' }),
    job('ben-training', 'ben', { status: 'Running', computeId: 'ci-chloe' }),
    sweep('sweep-learning-rate', 'ada'),
    sweep('sweep-depth', 'chloe'),
    job('snapshot-run', 'ada', {
      properties: {
        ContentSnapshotId: ADA_SNAPSHOT,
        'azureml.git.repository_uri': 'https://git.contoso.example/ml/churn.git',
        'mlflow.source.git.commit': '0f3c9a7d6b5e4c3b2a19087766554433221100ff',
      },
      tags: { owner: 'ada', purpose: 'baseline' },
    }),
    // An experiment that nobody else uses: it goes with its last job.
    job('sandbox-features', 'ada', {
      experiment: 'ada-sandbox',
      codeId: 'azureml:feature-code:1',
      environmentId: 'azureml:featurize:1',
      metrics: METRICS,
      inputs: {
        sample: { jobInputType: 'uri_folder', uri: `azureml://datastores/workspaceblobstore/paths/${ADA_UPLOAD}` },
      },
    }),
    job('sandbox-plots', 'ada', { experiment: 'ada-sandbox', codeId: 'azureml:plot-code:1', archived: true }),
  ];
}

function job(name: string, createdBy: string, rest: SeedJob): SeedJob {
  return { name, createdBy, experiment: 'churn', type: 'Command', files: logs(name), ...rest };
}

function sweep(name: string, createdBy: string): SeedJob {
  const children = [1, 2, 3].map((trial) => ({
    name: `${name}_${trial}`,
    type: 'Command',
    files: logs(`${name}_${trial}`),
  }));
  return job(name, createdBy, { type: 'Sweep', children });
}

function pipeline(index: number): SeedJob {
  const createdBy = PEOPLE[index % PEOPLE.length];
  const name = `pipeline-${String(index + 1).padStart(2, '0')}`;
  const steps = ['prepare', 'train', 'evaluate'].map((step): SeedJob => ({
    name: `${name}-${step}`,
    displayName: step,
    type: 'Command',
    files: logs(`${name}-${step}`),
    intermediate: step === 'prepare' ? { 'prepared/part-0.csv': `${name};1\n` } : {},
  }));
  return {
    name,
    createdBy,
    experiment: EXPERIMENTS[index % EXPERIMENTS.length],
    type: 'Pipeline',
    status: index % 9 === 4 ? 'Failed' : 'Completed',
    archived: index % 7 === 6,
    files: logs(name),
    children: steps,
  };
}

function plainJob(index: number): SeedJob {
  const createdBy = PEOPLE[(index * 3) % PEOPLE.length] ?? 'ben';
  const name = `${EXPERIMENTS[index % 3]}-${String(index + 1).padStart(3, '0')}`;
  return {
    name,
    createdBy,
    experiment: EXPERIMENTS[index % 3],
    type: index % 17 === 5 ? 'AutoML' : 'Command',
    status: index % 8 === 3 ? 'Failed' : index % 20 === 19 ? 'Canceled' : 'Completed',
    archived: index % 10 === 7,
    tags: index % 4 === 0 ? { stage: 'trial' } : {},
    files: { ...logs(name), 'outputs/metrics.json': `{"accuracy":0.${70 + (index % 25)}}\n` },
    artifactZip: index % 15 === 0,
  };
}

function logs(name: string): SeedFiles {
  return { 'user_logs/std_log.txt': `${name}: started\n${name}: done\n`, 'system_logs/lifecycler.log': 'ok\n' };
}
