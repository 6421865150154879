import type { ByteRange } from '../../storage/uri';
import type { Workspace } from '../workspace';

/**
 * Where the service keeps the bytes of a run (Azure ML docs: storage of a workspace; paths as users report them in
 * azure-sdk-for-python#25146). Prefixes end with a slash, so that `dcid.job1` is not also `dcid.job10`.
 */
export function rangesOfRun(workspace: Workspace, runId: string, dataContainer: string): ByteRange[] {
  const artifacts = { account: workspace.storageAccount, container: workspace.artifactContainer };
  const ranges: ByteRange[] = [
    { ...artifacts, path: `ExperimentRun/${dataContainer}/`, kind: 'prefix' },
    { ...artifacts, path: `ArtifactZip/ExperimentRun/${dataContainer}.zip`, kind: 'blob' },
    // Reported with and without something below it, so both.
    { ...artifacts, path: `ComputeRecord/${dataContainer}`, kind: 'blob' },
    { ...artifacts, path: `ComputeRecord/${dataContainer}/`, kind: 'prefix' },
  ];
  const blobStore = workspace.blobStores.get('workspaceblobstore');
  if (blobStore) ranges.push({ ...blobStore, path: `azureml/${runId}/`, kind: 'prefix' });
  return ranges;
}

/** Folders in which each run has its own: whoever owns one of them, or part of its name, owns bytes of many runs. */
const artifactFolders = ['ExperimentRun/', 'ArtifactZip/ExperimentRun/', 'ComputeRecord/'];

/** The run that a path belongs to by its place, if it lies where `rangesOfRun` looks. */
export function runOfPath(workspace: Workspace, range: ByteRange): string | undefined {
  const inRun = patternOf(workspace, range);
  const found = inRun?.exec(range.path);
  return found?.[1] ?? found?.[2];
}

/** Whether a range holds the places of many runs: a folder above theirs. */
export function holdsRuns(workspace: Workspace, range: ByteRange): boolean {
  if (range.kind !== 'prefix' || !patternOf(workspace, range)) return false;
  const folders = range.container === workspace.artifactContainer ? artifactFolders : ['azureml/'];
  return folders.some((folder) => folder.startsWith(range.path));
}

function patternOf(workspace: Workspace, range: ByteRange): RegExp | undefined {
  if ((range.store ?? 'blob') !== 'blob' || range.account !== workspace.storageAccount) return undefined;
  if (range.container === workspace.artifactContainer) {
    return /^(?:(?:ExperimentRun|ComputeRecord)\/dcid\.([^/]+)(?:\/|$)|ArtifactZip\/ExperimentRun\/dcid\.([^/]+)\.zip$)/;
  }
  if (range.container === workspace.blobStores.get('workspaceblobstore')?.container) return /^azureml\/([^/]+)\//;
  return undefined;
}
