import { TERMINAL } from '../arm/jobs';
import { planMetrics } from '../mlflow/plan-metrics';
import type { JsonObject } from '../json';
import { experimentIdOf } from '../ids';
import { defaultTime } from './defaults';
import type { WorkspacePlan } from './seed-plan';
import type { SeedJob } from './seed-file';
import type { SeedFiles } from './seed-storage';

/** What a child takes from its parent. */
interface Above {
  name: string;
  root: string;
  job: SeedJob;
  createdAt: string;
}

/** Plans jobs with their children: an ARM record and a run of run history each, and their blobs. */
export function planJobs(context: WorkspacePlan, jobs: readonly SeedJob[]): void {
  const experiments = new Set(context.workspace.emptyExperiments ?? []);
  jobs.forEach((job, index) => planJob(context, job, job.name ?? `job-${index + 1}`, index, experiments));
  [...experiments].forEach((name, index) => {
    const createdAt = defaultTime(index);
    const body = {
      experimentId: experimentIdOf(context.scope, name),
      name,
      createdUtc: createdAt,
      tags: {},
      archivedTime: null,
    };
    context.plan.records.push({ type: 'experiments', scope: context.scope, name, createdAt, body });
  });
}

function planJob(
  context: WorkspacePlan,
  job: SeedJob,
  name: string,
  index: number,
  experiments: Set<string>,
  above?: Above,
): void {
  const { scope, plan, people } = context;
  const createdBy = job.createdBy ?? above?.job.createdBy;
  const experiment = job.experiment ?? above?.job.experiment ?? 'Default';
  const later =
    above === undefined ? undefined : new Date(Date.parse(above.createdAt) + (index + 1) * 60_000).toISOString();
  const createdAt = new Date(job.createdAt ?? later ?? defaultTime(index)).toISOString();
  const resolved: SeedJob = {
    ...job,
    createdBy,
    experiment,
    status: job.status ?? above?.job.status ?? 'Completed',
    type: job.type ?? ((job.children ?? []).length > 0 ? 'Pipeline' : 'Command'),
  };
  experiments.add(experiment);
  const parentRun = above === undefined ? {} : { parentRun: above.name };
  const place = { scope, name, createdAt, ...parentRun };
  const armBody = { properties: jobProperties(resolved, name), systemData: people.systemData(createdBy, createdAt) };
  plan.records.push({ type: 'jobs', ...place, body: armBody });
  plan.records.push({ type: 'runs', ...place, body: runBody(context, resolved, name, createdAt, above) });
  if (job.metrics !== undefined) plan.records.push(planMetrics(scope, name, createdAt, job.metrics));
  planBlobs(context, job, name);
  const root = above?.root ?? name;
  (job.children ?? []).forEach((child, position) => {
    const childName = child.name ?? `${name}-step-${position + 1}`;
    planJob(context, child, childName, position, experiments, { name, root, job: resolved, createdAt });
  });
}

function jobProperties(job: SeedJob, name: string): JsonObject {
  const outputs: JsonObject = {
    default: { jobOutputType: 'uri_folder', mode: 'ReadWriteMount', uri: defaultOutput(name) },
  };
  for (const [output, uri] of Object.entries(job.outputs ?? {})) {
    outputs[output] = { jobOutputType: 'uri_folder', mode: 'ReadWriteMount', uri };
  }
  return {
    jobType: job.type,
    status: job.status,
    displayName: job.displayName ?? name,
    description: job.description ?? null,
    experimentName: job.experiment,
    isArchived: job.archived ?? false,
    tags: job.tags ?? {},
    properties: job.properties ?? {},
    inputs: job.inputs ?? {},
    outputs,
    codeId: job.codeId ?? null,
    environmentId: job.environmentId ?? null,
    computeId: job.computeId ?? null,
    command: job.type === 'Command' ? (job.command ?? 'python train.py') : job.command,
    services: {},
  };
}

function defaultOutput(name: string): string {
  return `azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.${name}`;
}

function runBody(context: WorkspacePlan, job: SeedJob, name: string, createdAt: string, above?: Above): JsonObject {
  const user = job.createdBy === undefined ? null : context.people.user(job.createdBy);
  const status = job.status ?? 'Completed';
  const ended = TERMINAL.includes(status) ? new Date(Date.parse(createdAt) + 600_000).toISOString() : null;
  return {
    runId: name,
    runNumber: Math.floor(Date.parse(createdAt) / 1000),
    rootRunId: above?.root ?? name,
    parentRunId: above?.name ?? null,
    experimentId: experimentIdOf(context.scope, job.experiment ?? 'Default'),
    experimentName: job.experiment,
    displayName: job.displayName ?? name,
    name: job.displayName ?? name,
    description: job.description ?? null,
    dataContainerId: `dcid.${name}`,
    runType: `azureml.${(job.type ?? 'Command').toLowerCase()}`,
    status,
    hidden: job.archived ?? false,
    createdUtc: createdAt,
    startTimeUtc: createdAt,
    endTimeUtc: ended,
    createdBy: user,
    userId: user === null ? null : context.people.objectId(job.createdBy ?? ''),
    lastModifiedBy: user,
    lastModifiedUtc: ended ?? createdAt,
    target: job.computeId ?? null,
    tags: job.tags ?? {},
    properties: job.properties ?? {},
  };
}

function planBlobs(context: WorkspacePlan, job: SeedJob, name: string): void {
  const { account, artifactContainer, blobContainer, plan } = context;
  const add = (container: string, prefix: string, files: SeedFiles): void => {
    for (const [path, content] of Object.entries(files)) {
      plan.blobs.push({ account, container, path: `${prefix}${path}`, content });
    }
  };
  const fallback = { 'user_logs/std_log.txt': `${name} started\n${name} ended\n` };
  add(artifactContainer, `ExperimentRun/dcid.${name}/`, job.files ?? fallback);
  add(blobContainer, `azureml/${name}/`, job.intermediate ?? {});
  if (job.artifactZip === true)
    add(artifactContainer, 'ArtifactZip/ExperimentRun/', { [`dcid.${name}.zip`]: { size: 256 } });
  if (job.computeRecord === true) add(artifactContainer, 'ComputeRecord/', { [`dcid.${name}`]: `${name}\n` });
}
