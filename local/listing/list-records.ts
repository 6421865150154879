import { adminGet, type AdminAccess } from './admin-get';
import { sortBy } from './sort';

/** A record of the emulator. `workspace` is its ARM id; for storage accounts and locks the scope that they are at. */
export interface ListedRecord {
  /** ARM type path below the workspace (`jobs`, `models/versions`), `runs`, `experiments`, `workspaces`, `storageAccounts`, `locks`. */
  type: string;
  workspace: string;
  /** For a version or deployment the container or endpoint it belongs to. */
  parent?: string;
  name: string;
  /** Set for `…/versions`: the same as `name`. */
  version?: string;
  archived?: boolean;
  status?: string;
  /** Of child jobs and runs. */
  parentRun?: string;
  /** The whole record as the emulator keeps it. */
  body: Record<string, unknown>;
}

interface StateRecord {
  type: string;
  scope: string;
  parent?: string;
  name: string;
  parentRun?: string;
  body: { properties?: { isArchived?: boolean; status?: string } } & Record<string, unknown>;
}

/** Every record, by the admin route of the emulator. */
export async function listRecords(options: AdminAccess): Promise<ListedRecord[]> {
  const state = (await adminGet('/_emulator/state', options)) as { records: StateRecord[] };
  const records = state.records.map(({ type, scope, parent, name, parentRun, body }): ListedRecord => {
    const { isArchived: archived, status } = body.properties ?? {};
    const version = type.endsWith('/versions') ? name : undefined;
    return { type, workspace: scope, parent, name, version, archived, status, parentRun, body };
  });
  return sortBy(records, (record) => JSON.stringify([record.type, record.workspace, record.parent ?? '', record.name]));
}
