import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import type { ByteRange } from '../../storage/uri';
import { allAssets, type AssetEntry } from '../listing/asset-walk';
import { objectAt, textAt } from '../json';
import { bytesOfAsset } from '../ownership/asset-bytes';
import { assetIdIn } from '../ownership/asset-references';
import { urisIn } from '../ownership/mentions';
import { runOfPath } from '../ownership/run-ranges';
import type { Gap } from '../gap';
import { openRunHistory, type OwnersView, type Workspace } from '../workspace';
import type { LineageAsset, LineageJob } from './graph';
import { jobOfOutput, namedInputs } from './references';

/** A version of a model, with what the graph needs of it. */
export interface LineageModel extends LineageAsset {
  name: string;
  version: string;
  /** ARM ids, as the service writes them. */
  versionId: string;
  workspace: string;
}

/** What some workspaces say about who read and made what. */
export interface LineageFacts {
  jobs: LineageJob[];
  data: LineageAsset[];
  models: LineageModel[];
}

/**
 * Reads what jobs took in and gave out, and where data and models lie: from ARM, and from run history the steps and
 * trials that ARM doesn't list. What a workspace refuses to tell is told to `missing`; what time may heal is thrown.
 */
export async function readLineage(
  arm: Arm,
  workspaces: readonly Workspace[],
  view: OwnersView,
  missing: (gap: Gap) => void,
): Promise<LineageFacts> {
  const facts: LineageFacts = { jobs: [], data: [], models: [] };
  for (const workspace of workspaces) {
    const attempt = async (what: string, read: () => Promise<void>) => {
      try {
        await read();
      } catch (thrown) {
        missing(lineageUnknown(workspace.id, what, thrown));
      }
    };
    await attempt('jobs', async () => {
      for await (const body of arm.list(`${workspace.id}/jobs?listViewType=All`))
        facts.jobs.push(jobOf(workspace, view, body));
    });
    await attempt('run history', () => readRuns(workspace, arm.look, view, facts, missing));
    await attempt('data', async () => {
      for await (const entry of allAssets({ arm, workspace }, 'data'))
        if (entry.version) facts.data.push(assetOf(workspace, view, entry, dataUris(entry)));
    });
    await attempt('models', async () => {
      for await (const entry of allAssets({ arm, workspace }, 'models')) {
        const { version, container: name, id: versionId } = entry;
        if (!version) continue;
        const uri = textAt(objectAt(entry.body, 'properties'), 'modelUri');
        const asset = assetOf(workspace, view, entry, uri ? [uri] : []);
        facts.models.push({ ...asset, name, version, versionId, workspace: workspace.id });
      }
    });
  }
  return facts;
}

/** The gap where nobody can say what was trained on data of a workspace. Throws what time may heal. */
export function lineageUnknown(workspace: string, what: string, thrown: unknown): Gap {
  const error = asAzureError(thrown);
  if (error.transient) throw error;
  return { code: 'lineage_unknown', type: 'model', workspace, detail: `${what}: ${error.code}` };
}

async function readRuns(
  workspace: Workspace,
  look: string | undefined,
  view: OwnersView,
  facts: LineageFacts,
  missing: (gap: Gap) => void,
): Promise<void> {
  const { runHistory, gap } = await openRunHistory(workspace, look);
  if (gap) missing({ ...gap, code: 'lineage_unknown', type: 'model', detail: `run history: ${gap.detail}` });
  if (!runHistory) return;
  for await (const run of runHistory.all()) {
    const { inputs, inputDatasets } = run;
    const above = [textAt(run, 'parentRunId'), textAt(run, 'rootRunId')].filter((id) => id !== undefined);
    const id = childId(workspace.id, 'jobs', textAt(run, 'runId') ?? '');
    const partOf = above.map((name) => childId(workspace.id, 'jobs', name));
    facts.jobs.push({ id, partOf, ...inputsOf(workspace, view, { inputs, inputDatasets }), writes: [], registers: [] });
  }
}

function jobOf(workspace: Workspace, view: OwnersView, body: Json): LineageJob {
  const properties = objectAt(body, 'properties');
  const outputs = Object.values(objectAt(properties, 'outputs'));
  const uris = outputs.flatMap((output) => textAt(output, 'uri') ?? []).filter((uri) => !uri.includes('${{'));
  return {
    id: childId(workspace.id, 'jobs', textAt(body, 'name') ?? ''),
    partOf: [],
    ...inputsOf(workspace, view, properties),
    // Whoever reads in a job's own folders is found by their names.
    writes: rangesOf(workspace, view, uris).filter((range) => runOfPath(workspace, range) === undefined),
    registers: outputs.flatMap((output) => registered(workspace, output) ?? []),
  };
}

function inputsOf(
  workspace: Workspace,
  view: OwnersView,
  record: unknown,
): Pick<LineageJob, 'readsAssets' | 'readsJobs' | 'reads'> {
  const { assets, jobs, uris } = namedInputs(record, workspace.id);
  return {
    readsAssets: [...assets],
    readsJobs: [...jobs].map((name) => childId(workspace.id, 'jobs', name).toLowerCase()),
    reads: rangesOf(workspace, view, [...uris]),
  };
}

/** The asset that a job has registered an output as. */
function registered(workspace: Workspace, output: unknown): string | undefined {
  const [name, version] = [textAt(output, 'assetName'), textAt(output, 'assetVersion')];
  if (!name || !version) return undefined;
  const kind = /model/i.test(textAt(output, 'jobOutputType') ?? '') ? 'models' : 'data';
  return assetIdIn(workspace.id, kind, name, version)?.toLowerCase();
}

/** Where a data asset lies, and for a table also the files that it is made of. */
function dataUris({ body }: AssetEntry): string[] {
  const { dataUri, referencedUris } = objectAt(body, 'properties');
  return urisIn([dataUri, referencedUris]);
}

function assetOf(
  workspace: Workspace,
  view: OwnersView,
  { id, body }: AssetEntry,
  uris: readonly string[],
): LineageAsset {
  const properties = objectAt(body, 'properties');
  const named = Object.entries(objectAt(properties, 'properties')).flatMap(([key, value]) =>
    // The keys differ by what registered it: `azureml.runId`, `mlflow.run_id`, `job_name`.
    /(?:run|job)[._-]?(?:id|name)$/i.test(key) && typeof value === 'string' ? [value] : [],
  );
  const makers = [textAt(properties, 'jobName'), ...uris.map(jobOfOutput), ...named];
  return {
    id: id.toLowerCase(),
    ranges: rangesOf(workspace, view, uris),
    madeBy: makers.flatMap((name) => (name ? (jobIdOf(workspace, name) ?? []) : [])),
  };
}

/** The id, in lower case, of a job that a record names; nothing for what can't be one's name. */
function jobIdOf(workspace: Workspace, name: string): string | undefined {
  if (name === '.' || name === '..' || name.includes('/')) return undefined;
  return childId(workspace.id, 'jobs', name).toLowerCase();
}

function rangesOf(workspace: Workspace, view: OwnersView, uris: readonly string[]): ByteRange[] {
  return uris.flatMap((uri) => bytesOfAsset(workspace, uri, 'either', view).ranges);
}
