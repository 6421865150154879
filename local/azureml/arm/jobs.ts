import { ArmError, userError } from '../arm-error';
import type { EmulatorContext } from '../context';
import { experimentIdOf } from '../ids';
import { asObject, asString } from '../json';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import { artifactStoreOf } from './artifact-store';
import { removeJobBlobs } from './job-blobs';
import type { ArmCall, ArmResponse, ArmType } from './arm-type';
import { targetOf } from './child-resources';
import { byListView } from './list-view';
import { operationHeaders } from './operation-response';

/** States that a job does not leave any more (azure-ai-ml: _run_history_constants). */
export const TERMINAL = ['Completed', 'Failed', 'Canceled', 'NotResponding', 'Paused'];

/** Members of a job that a PUT may change; the rest is fixed when the job starts. */
const MUTABLE = ['displayName', 'description', 'tags', 'isArchived', 'experimentName'];

/** Jobs: listed without children, deleted only when terminal, cancelled by an operation. */
export const jobs: ArmType = {
  path: 'jobs',
  lists: (record, call) => byListView(record, call) && matchesType(record, call) && matchesTag(record, call),
  visible: (record, context) => record.parentRun === undefined || context.settings.switches.childJobsInArm,
  deletion: 'operation',
  answerDelete: (record, call) => {
    const ignored = record?.parentRun !== undefined && call.context.settings.switches.childJobDelete === '204';
    return ignored ? { status: 204 } : undefined;
  },
  refuseDelete(record, call) {
    if (TERMINAL.includes(statusOf(record))) return;
    const status = call.context.settings.switches.deleteRunningJobStatus;
    const fact = 'UNCONFIRMED which status refuses it: a job must be cancelled and terminal before it is deleted.';
    throw userError(`Job ${record.name} is in state ${statusOf(record)} and cannot be deleted.`, fact, status);
  },
  deletedWith(record, context) {
    const { switches } = context.settings;
    const gone = switches.pipelineDeleteDeletesChildren ? withDescendants(record, context).slice(1) : [];
    const runs = [record, ...gone].flatMap((job) =>
      ['runs', 'runMetrics'].map((type) => context.state.get(type, job.scope, undefined, job.name)),
    );
    return [...gone, ...runs.filter((run) => run !== undefined)];
  },
  async beforeDelete(record, context) {
    const { switches } = context.settings;
    if (!switches.jobDeleteDeletesBlobs) return;
    const gone = switches.pipelineDeleteDeletesChildren ? withDescendants(record, context) : [record];
    for (const job of gone) await removeJobBlobs(job, context);
  },
  put,
  writtenWith: runsWrittenWith,
  actions: { cancel },
};

function put(existing: ResourceRecord | undefined, call: ArmCall): JsonObject {
  const sent = asObject(call.body.properties);
  if (existing === undefined) return { properties: { isArchived: false, ...sent, status: 'Queued' } };
  if (existing.parentRun !== undefined && sent.isArchived !== undefined) {
    throw userError('A child job cannot be archived.', 'Child jobs of a pipeline cannot be archived on their own.');
  }
  const kept = asObject(existing.body.properties);
  const changes = Object.fromEntries(
    MUTABLE.filter((name) => sent[name] !== undefined).map((name) => [name, sent[name]]),
  );
  return { ...existing.body, properties: { ...kept, ...changes } };
}

function cancel(record: ResourceRecord, call: ArmCall): ArmResponse {
  const { state, operations, settings } = call.context;
  if (TERMINAL.includes(statusOf(record))) {
    if (settings.switches.cancelTerminalJobStatus === 200) return { status: 200 };
    throw userError('The job is in a terminal state.', 'UNCONFIRMED: cancelling a job that has ended is refused.');
  }
  for (const job of withDescendants(record, call.context)) {
    if (!TERMINAL.includes(statusOf(job))) setStatus(job, 'CancelRequested', call.context);
  }
  const current = state.get('jobs', record.scope, undefined, record.name) ?? record;
  const operation = operations.start('cancel', targetOf(current), settings.switches.cancelSeconds);
  return { status: 202, headers: operationHeaders(operation, call, 'location') };
}

/** Ends the cancelling of a job and of its children. */
export async function finishCancel(record: ResourceRecord, context: EmulatorContext): Promise<void> {
  for (const job of withDescendants(record, context)) {
    if (statusOf(job) !== 'CancelRequested') continue;
    if (context.settings.switches.lateBlobOnCancel) await writeLateLog(job, context);
    setStatus(job, 'Canceled', context);
  }
}

/** The job and all jobs below it, parents first. */
export function withDescendants(record: ResourceRecord, context: EmulatorContext): ResourceRecord[] {
  const found = [record];
  for (const parent of found) found.push(...context.state.childrenOf('jobs', record.scope, parent.name));
  return found;
}

function setStatus(job: ResourceRecord, status: string, context: EmulatorContext): void {
  const run = context.state.get('runs', job.scope, undefined, job.name);
  const body = { ...job.body, properties: { ...asObject(job.body.properties), status } };
  const changed: ResourceRecord[] = [{ ...job, body }];
  if (run !== undefined) {
    const ended = TERMINAL.includes(status) ? { endTimeUtc: context.now().toISOString() } : {};
    changed.push({ ...run, body: { ...run.body, status, ...ended } });
  }
  context.state.put(...changed);
}

async function writeLateLog(job: ResourceRecord, context: EmulatorContext): Promise<void> {
  const store = artifactStoreOf(job.scope, context);
  if (store === undefined) return;
  const path = `ExperimentRun/dcid.${job.name}/user_logs/std_log_cancelled.txt`;
  await context.blobs.write({ ...store, path }, Buffer.from('Cancelled by request.\n'));
}

/** The run that belongs to a job that was put, and its experiment. */
function runsWrittenWith(record: ResourceRecord, call: ArmCall): ResourceRecord[] {
  const { state } = call.context;
  const { scope, name, createdAt } = record;
  const properties = asObject(record.body.properties);
  const run = state.get('runs', scope, undefined, name);
  const shared = { hidden: properties.isArchived === true, tags: properties.tags, displayName: properties.displayName };
  if (run !== undefined) return [{ ...run, body: { ...run.body, ...shared } }];
  const experiment = asString(properties.experimentName) ?? 'Default';
  const made = runOfNewJob(record, call, experiment);
  if (state.get('experiments', scope, undefined, experiment) !== undefined) return [made];
  const body = { experimentId: experimentIdOf(scope, experiment), name: experiment, createdUtc: createdAt, tags: {} };
  return [made, { type: 'experiments', scope, name: experiment, createdAt, body }];
}

function runOfNewJob(record: ResourceRecord, call: ArmCall, experimentName: string): ResourceRecord {
  const createdBy = { userObjectId: call.principal.objectId, userName: call.principal.clientId, upn: null };
  const body: JsonObject = {
    runId: record.name,
    dataContainerId: `dcid.${record.name}`,
    experimentName,
    experimentId: experimentIdOf(record.scope, experimentName),
    status: 'Queued',
    createdUtc: record.createdAt,
    createdBy,
    userId: call.principal.objectId,
    lastModifiedBy: createdBy,
    rootRunId: record.name,
    parentRunId: null,
    hidden: false,
  };
  return { type: 'runs', scope: record.scope, name: record.name, createdAt: record.createdAt, body };
}

function statusOf(record: ResourceRecord): string {
  return asString(asObject(record.body.properties).status) ?? 'Unknown';
}

function matchesType(record: ResourceRecord, call: ArmCall): boolean {
  const wanted = call.query.jobtype;
  return wanted === undefined || asObject(record.body.properties).jobType === wanted;
}

function matchesTag(record: ResourceRecord, call: ArmCall): boolean {
  const wanted = call.query.tag;
  if (wanted === undefined) return true;
  if (wanted.includes('=')) throw new ArmError(400, 'ValidationError', 'tag filters by key only.');
  return asObject(asObject(record.body.properties).tags)[wanted] !== undefined;
}
