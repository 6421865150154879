import type { JsonObject } from './json';

/** One thing the emulator knows: an ARM resource, a run of run history, or a storage account. */
export interface ResourceRecord {
  /**
   * Path of ARM type names below the workspace (`jobs`, `models/versions`), or `workspaces`, `runs`, `experiments`,
   * `storageAccounts`, `vaults`, `registries`, `insightsComponents`, `operationalInsightsWorkspaces`, …
   */
  type: string;
  /** ARM id of the workspace, as the seed spells it; of a resource that is in no workspace its own ARM id. */
  scope: string;
  /** Name of the container or endpoint that a version or deployment belongs to. */
  parent?: string;
  name: string;
  /** What the service answers, less `id`, `name` and `type`. */
  body: JsonObject;
  /** ISO time that orders lists. */
  createdAt: string;
  /** Of a child job or run: the run above it. ARM hides child jobs unless a switch says otherwise. */
  parentRun?: string;
}

const CASE_SENSITIVE = new Set(['jobs', 'runs']);

/** The key of a record. ARM ids are case-insensitive; the names of jobs are documented as case-sensitive. */
export function recordKey(type: string, scope: string, parent: string | undefined, name: string): string {
  const own = CASE_SENSITIVE.has(type) ? name : name.toLowerCase();
  return JSON.stringify([type.toLowerCase(), scope.toLowerCase(), parent?.toLowerCase() ?? '', own]);
}

/** The key of this record. */
export function keyOf(record: ResourceRecord): string {
  return recordKey(record.type, record.scope, record.parent, record.name);
}

/** The scope in a key, in lower case. */
export function scopeOfKey(key: string): string {
  return (JSON.parse(key) as string[])[1] ?? '';
}

/** The ARM id of a workspace. */
export function workspaceId(subscriptionId: string, resourceGroup: string, name: string): string {
  const provider = 'Microsoft.MachineLearningServices';
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${provider}/workspaces/${name}`;
}

/** The ARM id of a resource right below a resource group; the type is e.g. `Microsoft.KeyVault/vaults`. */
export function resourceId(
  place: { subscriptionId: string; resourceGroup: string },
  type: string,
  name: string,
): string {
  return `/subscriptions/${place.subscriptionId}/resourceGroups/${place.resourceGroup}/providers/${type}/${name}`;
}

/** The ARM id of a record below a workspace. Records of other resources have their own id as scope. */
export function armIdOf(record: ResourceRecord): string {
  if (record.type === 'workspaces') return record.scope;
  const [outer, inner] = record.type.split('/');
  if (inner === undefined) return `${record.scope}/${outer}/${record.name}`;
  return `${record.scope}/${outer}/${record.parent}/${inner}/${record.name}`;
}

/** The parts of a workspace's ARM id. */
export function workspaceParts(id: string): { subscriptionId: string; resourceGroup: string; name: string } {
  const [, , subscriptionId = '', , resourceGroup = '', , , , name = ''] = id.split('/');
  return { subscriptionId, resourceGroup, name };
}
