import type { Workspace } from '../workspace';

/** Where uploads lie: one level of a container that the service itself set up. */
export interface Walk {
  account: string;
  container: string;
  /** Empty for the top. */
  prefix: string;
}

/**
 * What lies at a place. `run`: it belongs to a run, by the name of the run's data container or of the run itself.
 * `above`: a folder that is walked by itself.
 */
export type Entry = { kind: 'above' } | { kind: 'upload' } | { kind: 'run'; run: string; folder: string };

/** Folders in which every upload has a folder of its own (Azure ML docs and SDK; legacy ones as users report them). */
const uploadRoots = ['LocalUpload/', 'UI/', 'WebUpload/', 'Dataset/', 'az-ml-artifacts/'];

/** Folders in which every run has something of its own, and how that is named. */
const runRoots: Readonly<Record<string, RegExp>> = {
  'ExperimentRun/': /^(dcid\..+)\/$/,
  // What is zipped lies below the name of what it was made from.
  'ArtifactZip/': /^(?!)/,
  'ArtifactZip/ExperimentRun/': /^(dcid\..+)\.zip$/,
  'ComputeRecord/': /^(dcid\.[^/]+)\/?$/,
  'azureml/': /^([^/]+)\/$/,
};

const prefixes = ['', ...uploadRoots, ...Object.keys(runRoots)];

/**
 * The levels that are looked through, in a fixed order. Only in containers that the service set up with the workspace:
 * what lies behind a datastore that somebody added may be their own data, of which only what assets name is Azure ML's.
 */
export function walksOf(workspace: Workspace): Walk[] {
  const blobStore = workspace.blobStores.get('workspaceblobstore');
  const places = [
    { account: workspace.storageAccount, container: workspace.artifactContainer },
    ...(blobStore ? [blobStore] : []),
  ];
  const distinct = new Map(places.map((place) => [`${place.account}/${place.container}`, place]));
  return [...distinct.values()].flatMap((place) => prefixes.map((prefix) => ({ ...place, prefix })));
}

/** Tells what an entry of a walk is by its full name. */
export function entryOf(prefix: string, name: string): Entry {
  if (prefixes.includes(name)) return { kind: 'above' };
  const folder = runRoots[prefix]?.exec(name.slice(prefix.length))?.[1];
  if (folder) return { kind: 'run', folder, run: folder.replace(/^dcid\./, '') };
  return { kind: 'upload' };
}

/** Whether an upload is named by the hash of its content: then whoever names it has uploaded just that. */
export function isContentAddressed(name: string): boolean {
  return name.startsWith('LocalUpload/');
}
