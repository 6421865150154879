import { readFileSync } from 'node:fs';
import { request } from 'node:https';
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
export async function listRecords(options: {
  emulatorUrl: string;
  adminKey: string;
  caFile: string;
}): Promise<ListedRecord[]> {
  const state = JSON.parse(await get(options)) as { records: StateRecord[] };
  const records = state.records.map(({ type, scope, parent, name, parentRun, body }): ListedRecord => {
    const { isArchived: archived, status } = body.properties ?? {};
    const version = type.endsWith('/versions') ? name : undefined;
    return { type, workspace: scope, parent, name, version, archived, status, parentRun, body };
  });
  return sortBy(records, (record) => JSON.stringify([record.type, record.workspace, record.parent ?? '', record.name]));
}

async function get(options: { emulatorUrl: string; adminKey: string; caFile: string }): Promise<string> {
  const url = new URL('/_emulator/state', options.emulatorUrl);
  const headers = { 'x-emulator-admin': options.adminKey };
  return new Promise((resolve, reject) => {
    const call = request(url, { headers, ca: readFileSync(options.caFile) }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`The emulator answered ${response.statusCode}: ${text}`));
      });
    });
    call.once('error', reject);
    call.end();
  });
}
