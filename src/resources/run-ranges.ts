import type { ByteRange } from '../storage/uri';
import type { Workspace } from './workspace';

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

/** The run that a path belongs to by its place, if it lies where `rangesOfRun` looks. */
export function runOfPath(workspace: Workspace, range: ByteRange): string | undefined {
  if (range.account !== workspace.storageAccount) return undefined;
  if (range.container === workspace.artifactContainer) {
    return /^(?:ExperimentRun|ComputeRecord)\/dcid\.([^/]+)\//.exec(range.path)?.[1];
  }
  const blobStore = workspace.blobStores.get('workspaceblobstore');
  return range.container === blobStore?.container ? /^azureml\/([^/]+)\//.exec(range.path)?.[1] : undefined;
}
