import type { ByteRange } from '../../storage/uri';

/** The snapshot that an entry of one of its containers belongs to, by its id; undefined for what is named otherwise. */
export function snapshotAt(container: string, entry: string): string | undefined {
  if (container === 'snapshotzips') return /^([^/]+)\.zip$/.exec(entry)?.[1] ?? /^([^/]+)\/$/.exec(entry)?.[1];
  return /^([^/]+)\/$/.exec(entry)?.[1];
}

/**
 * Where the service keeps a snapshot of source code: below its id, not below the run (containers as users list them in
 * accounts of workspaces).
 */
export function rangesOfSnapshot(account: string, id: string): ByteRange[] {
  return [
    { account, container: 'snapshots', path: `${id}/`, kind: 'prefix' },
    { account, container: 'snapshotzips', path: `${id}.zip`, kind: 'blob' },
    { account, container: 'snapshotzips', path: `${id}/`, kind: 'prefix' },
    { account, container: 'revisions', path: `${id}/`, kind: 'prefix' },
  ];
}
