import type { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import { blobService } from '../storage/blobs';
import { concurrently } from '../storage/concurrently';
import type { Gap } from './resource-type';
import { accountsOf, type Workspace } from './workspace';

interface UnhandledKind {
  path: string;
  /** Without it the service would hide archived ones. */
  query?: string;
  apiVersion?: string;
}

/**
 * Kinds of things that a workspace can hold and that no resource type handles yet: path below the workspace, and the
 * api-version where the SDK's own doesn't know them.
 */
const unhandledKinds: readonly UnhandledKind[] = [
  { path: 'components', query: '?listViewType=All' },
  { path: 'environments', query: '?listViewType=All' },
  { path: 'codes' },
  { path: 'featuresets', apiVersion: '2023-10-01' },
  { path: 'featurestoreEntities', apiVersion: '2023-10-01' },
];

/** Datastores that every workspace has from its beginning: they name no one. */
const builtInDatastores = new Set([
  'workspaceblobstore',
  'workspaceartifactstore',
  'workspacefilestore',
  'workspaceworkingdirectory',
]);

/** Names what exists in a workspace, or in its storage, and is not handled: the request can't end `completed`. */
export async function findUnhandled(arm: Arm, workspace: Workspace): Promise<Gap[]> {
  const kinds = await concurrently(unhandledKinds, 4, (kind) => probe(arm, workspace, kind));
  const shares = [...workspace.fileShares.values()].map(({ share }): Gap => ({
    code: 'not_handled',
    type: 'fileShare',
    workspace: workspace.id,
    detail: share,
  }));
  const containers = await concurrently([...accountsOf(workspace)], 2, (account) =>
    probeContainers(workspace, account),
  );
  return [...kinds.flat(), ...shares, ...containers.flat()];
}

async function probe(arm: Arm, workspace: Workspace, { path, query = '', apiVersion }: UnhandledKind): Promise<Gap[]> {
  const at = { type: path, workspace: workspace.id };
  try {
    // One is enough to know; the built-in datastores may fill the first pages.
    for await (const body of arm.list(`${workspace.id}/${path}${query}`, apiVersion)) {
      if (path === 'datastores' && builtInDatastores.has(String(body.name))) continue;
      return [{ code: 'not_handled', ...at, detail: 'at least 1' }];
    }
    return [];
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    // Older services don't know the newer kinds: what they don't know they don't hold.
    if (error.status === 404 || /NoRegisteredProvider|InvalidApiVersion|UnsupportedApiVersion/.test(error.code))
      return [];
    return [{ code: 'unreadable', ...at, detail: error.code }];
  }
}

/** Containers and upload folders that no rule explains, with their sizes as far as one page tells. */
async function probeContainers(workspace: Workspace, account: string): Promise<Gap[]> {
  const known = new Set([
    workspace.artifactContainer,
    ...[...workspace.blobStores.values()].map((store) => store.container),
  ]);
  const gaps: Gap[] = [];
  const note = (type: string, detail: string) =>
    gaps.push({ code: 'not_handled', type, workspace: workspace.id, detail });
  try {
    const service = blobService('reader', account);
    for await (const { name } of service.listContainers()) {
      if (known.has(name)) await probeUploads(account, name, note);
      else note('container', `${account}/${name}: ${await measure(account, name)}`);
    }
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    gaps.push({
      code: 'storage_unreadable',
      type: 'container',
      workspace: workspace.id,
      detail: `${account}: ${error.code}`,
    });
  }
  return gaps;
}

/** Folders at the top of a known container that belong neither to jobs nor, by their name, to registered assets. */
async function probeUploads(
  account: string,
  container: string,
  note: (type: string, detail: string) => void,
): Promise<void> {
  const client = blobService('reader', account).getContainerClient(container);
  let looseNoted = false;
  for await (const entry of client.listBlobsByHierarchy('/')) {
    if (entry.kind !== 'prefix') {
      if (!looseNoted) note('upload', `${account}/${container}: files outside any folder`);
      looseNoted = true;
      continue;
    }
    if (jobFolders.has(entry.name)) continue;
    note('upload', `${account}/${container}/${entry.name}: only what planned assets name there was looked at`);
  }
}

/** Top-level folders that belong to jobs: `runHistory` handles them. */
const jobFolders = new Set(['ExperimentRun/', 'ArtifactZip/', 'ComputeRecord/', 'azureml/']);

async function measure(account: string, container: string): Promise<string> {
  const client = blobService('reader', account).getContainerClient(container);
  let blobs = 0;
  let bytes = 0;
  for await (const blob of client.listBlobsFlat()) {
    blobs += 1;
    bytes += blob.properties.contentLength ?? 0;
    if (blobs === 10_000) return `more than ${blobs} blobs`;
  }
  return `${blobs} ${blobs === 1 ? 'blob' : 'blobs'}, ${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
