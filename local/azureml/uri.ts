import type { BlobPlace } from './blob-store';

/** Where a datastore of the workspace keeps its blobs; undefined for file shares and unknown names. */
export type DatastoreLookup = (name: string) => { account: string; container: string } | undefined;

const DATASTORE = /^azureml:\/\/datastores\/([^/]+)\/(?:paths\/)?(.+)$/;
const LONG =
  /^azureml:\/\/subscriptions\/([^/]+)\/resource[gG]roups\/([^/]+)\/workspaces\/([^/]+)\/datastores\/([^/]+)\/paths\/(.+)$/;
const JOB_OUTPUT = /^(?:azureml:\/\/jobs\/([^/]+)\/outputs\/artifacts\/paths|runs:\/([^/?]+))\/(.+)$/;
const BLOB = /^https:\/\/([^./]+)\.blob\.core\.windows\.net\/([^/]+)\/(.+)$/;

/**
 * Where an asset's URI points, as far as it is a blob of the same workspace or of a storage account named in the URI.
 * Undefined for anything else, which the emulator then leaves alone.
 */
export function resolveUri(uri: string, workspace: string, lookup: DatastoreLookup): BlobPlace | undefined {
  const decoded = safeDecode(uri);
  const job = JOB_OUTPUT.exec(decoded);
  if (job) return inDatastore('workspaceartifactstore', `ExperimentRun/dcid.${job[1] ?? job[2]}/${job[3]}`, lookup);
  const long = LONG.exec(decoded);
  if (long) return long[3] === workspace ? inDatastore(long[4] ?? '', long[5] ?? '', lookup) : undefined;
  const short = DATASTORE.exec(decoded);
  if (short) return inDatastore(short[1] ?? '', short[2] ?? '', lookup);
  const blob = BLOB.exec(decoded);
  return blob ? { account: blob[1] ?? '', container: blob[2] ?? '', path: blob[3] ?? '' } : undefined;
}

function inDatastore(name: string, path: string, lookup: DatastoreLookup): BlobPlace | undefined {
  const datastore = lookup(name);
  return datastore && { ...datastore, path };
}

function safeDecode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** A path as it stands in a URI: what would be read as an escape, a query or a fragment is escaped. */
export function pathInUri(path: string): string {
  return path.replace(/[%?#]/g, encodeURIComponent);
}
