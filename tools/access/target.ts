import type { ArmReader, Json } from './arm-reader';

/** An element of the parameter `targets` of infra/main.bicep: what stands behind a workspace, by ARM id. */
export interface Target {
  workspaceId: string;
  storageAccountIds: string[];
  registryIds: string[];
  componentIds: string[];
  logWorkspaceIds: string[];
}

/** A target, and what somebody should know before granting anything on it. */
export interface Found {
  target: Target;
  notes: string[];
}

const versions = {
  workspaces: '2024-04-01',
  storageAccounts: '2023-05-01',
  registries: '2023-07-01',
  components: '2020-02-02',
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const propertiesOf = (body: Json | undefined): Json => (body?.properties ?? {}) as Json;
const sameId = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();
const nameOf = (id: string) => id.split('/').pop() ?? '';
const subscriptionOf = (id: string) => id.split('/')[2] ?? '';

/** What stands behind a workspace. Throws when the workspace can't be read, or isn't there. */
export async function targetOf(arm: ArmReader, workspaceId: string): Promise<Found> {
  const body = await arm.get(workspaceId, versions.workspaces);
  if (!body) throw new Error(`${workspaceId}: there is no such workspace.`);
  const notes: string[] = [];
  const properties = propertiesOf(body);
  if (properties.publicNetworkAccess === 'Disabled') notes.push('The workspace is private: the app must reach it.');
  const storage = await accountsOf(arm, text(body.id) ?? workspaceId, text(properties.storageAccount), notes);
  const registry = text(properties.containerRegistry);
  if (registry) notes.push(...(await registryNotes(arm, registry)));
  const component = text(properties.applicationInsights);
  const logs = component && text(propertiesOf(await arm.get(component, versions.components)).WorkspaceResourceId);
  return {
    target: {
      workspaceId: text(body.id) ?? workspaceId,
      storageAccountIds: storage,
      registryIds: registry ? [registry] : [],
      componentIds: component ? [component] : [],
      logWorkspaceIds: logs ? [logs] : [],
    },
    notes,
  };
}

/** The workspace's own account and those behind its datastores, which are known by name only. */
async function accountsOf(arm: ArmReader, workspace: string, own: string | undefined, notes: string[]) {
  const stores = await arm.list(`${workspace}/datastores`, versions.workspaces);
  const named = stores.flatMap((store) => text(propertiesOf(store).accountName)?.toLowerCase() ?? []);
  const subscriptions = new Set([workspace, own ?? workspace].map(subscriptionOf));
  const known: Json[] = [];
  const workspaces: Json[] = [];
  for (const subscription of subscriptions) {
    const provider = (type: string) => `/subscriptions/${subscription}/providers/${type}`;
    known.push(...(await arm.list(provider('Microsoft.Storage/storageAccounts'), versions.storageAccounts)));
    workspaces.push(...(await arm.list(provider('Microsoft.MachineLearningServices/workspaces'), versions.workspaces)));
  }
  const names = new Set([...(own ? [nameOf(own).toLowerCase()] : []), ...named]);
  const found: string[] = [];
  for (const name of [...names].sort()) {
    const account = known.find((body) => text(body.name)?.toLowerCase() === name);
    const id = account && text(account.id);
    if (!id) notes.push(`${name}: an account behind a datastore lies in a subscription that was not looked at.`);
    else {
      found.push(id);
      notes.push(...accountNotes(name, propertiesOf(account)));
      notes.push(...neighbourNotes(name, id, workspace, workspaces));
    }
  }
  return found;
}

function accountNotes(name: string, properties: Json): string[] {
  const rules = (properties.networkAcls ?? {}) as Json;
  const closed = properties.publicNetworkAccess === 'Disabled' || rules.defaultAction === 'Deny';
  return [
    ...(closed ? [`${name}: its network rules must let the app in.`] : []),
    ...(properties.isHnsEnabled === true ? [`${name}: has a hierarchical namespace, so it has no versions.`] : []),
  ];
}

function neighbourNotes(name: string, id: string, workspace: string, workspaces: readonly Json[]): string[] {
  const others = workspaces.filter(
    (body) => sameId(text(propertiesOf(body).storageAccount), id) && !sameId(text(body.id), workspace),
  );
  return others.map((body) => `${name}: ${text(body.name) ?? ''} keeps data there too, and must be readable as well.`);
}

async function registryNotes(arm: ArmReader, id: string): Promise<string[]> {
  const registry = await arm.get(id, versions.registries);
  if (!registry) return [`${nameOf(id)}: the registry is gone.`];
  const { publicNetworkAccess } = propertiesOf(registry);
  return publicNetworkAccess === 'Disabled' ? [`${nameOf(id)}: its network rules must let the app in.`] : [];
}
