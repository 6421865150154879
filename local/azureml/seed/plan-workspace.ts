import { guidOf } from '../ids';
import type { JsonObject } from '../json';
import { workspaceId } from '../records';
import type { Dependents } from './dependents';
import {
  accountOf,
  accountScope,
  DEFAULT_LOCATION,
  DEFAULT_RESOURCE_GROUP,
  DEFAULT_SUBSCRIPTION,
  defaultTime,
} from './defaults';
import { expandGenerators } from './generate';
import type { People } from './people';
import { planAssets } from './plan-assets';
import { planJobs } from './plan-jobs';
import { planResources } from './plan-resources';
import type { SeedPlan, WorkspacePlan } from './seed-plan';
import type { SeedDatastore, SeedWorkspace } from './seed-file';
import type { SeedAccount } from './seed-storage';

/** The share behind the notebooks; its name is the same in every workspace (Azure docs: prompt flow FAQ). */
const NOTEBOOK_SHARE = 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6';

/** A workspace of the seed with all that planning it needs to know of the rest. */
export interface WorkspaceToPlan {
  workspace: SeedWorkspace;
  /** The hub of a project. */
  hub?: SeedWorkspace;
  accounts: SeedAccount[];
  dependents: Dependents;
  people: People;
  plan: SeedPlan;
}

/** Plans a workspace: its own record, its datastores and all that it holds. */
export function planWorkspace({ workspace, hub, accounts, dependents, people, plan }: WorkspaceToPlan): void {
  const { name } = workspace;
  const scope = scopeOf(workspace);
  const id = workspace.workspaceId ?? guidOf(`workspace:${scope.toLowerCase()}`);
  const account = accountOf(workspace);
  const createdAt = workspace.createdAt ?? '2023-11-06T08:00:00.000Z';
  const settings = accounts.find((known) => known.name === account) ?? { name: account };
  const places = placesOf(id, workspace.enableDataIsolation === true);
  const body: JsonObject = {
    // Where this workspace keeps its bytes, and whether run history answers; not part of what ARM answers.
    account,
    artifactContainer: places.artifacts,
    dataPlane: workspace.dataPlane,
    location: workspace.location ?? DEFAULT_LOCATION,
    kind: workspace.kind ?? 'Default',
    sku: { name: 'Basic', tier: 'Basic' },
    tags: {},
    identity: { type: 'SystemAssigned', principalId: guidOf(`identity:${scope}`), tenantId: plan.settings.tenantId },
    systemData: people.systemData(workspace.createdBy, createdAt),
    properties: {
      workspaceId: id,
      friendlyName: name,
      description: '',
      storageAccount: accountScope(settings),
      keyVault: dependents.vaultId(workspace),
      applicationInsights: dependents.insightsId(workspace),
      containerRegistry: dependents.registryId(workspace),
      hubResourceId: hub && scopeOf(hub),
      hbiWorkspace: false,
      enableDataIsolation: workspace.enableDataIsolation,
      publicNetworkAccess: 'Enabled',
      provisioningState: 'Succeeded',
    },
  };
  plan.records.push({ type: 'workspaces', scope, name, createdAt, body });
  const context: WorkspacePlan = {
    scope,
    workspace,
    account,
    blobContainer: places.blobs,
    artifactContainer: places.artifacts,
    datastores: new Map(),
    people,
    plan,
  };
  planDatastores(context, places, createdAt);
  planJobs(context, [...(workspace.jobs ?? []), ...expandGenerators(workspace.generate ?? [])]);
  planAssets(context);
  planResources(context);
}

function scopeOf({ subscriptionId, resourceGroup, name }: SeedWorkspace): string {
  return workspaceId(subscriptionId ?? DEFAULT_SUBSCRIPTION, resourceGroup ?? DEFAULT_RESOURCE_GROUP, name);
}

/** The containers and shares of the built-in datastores of one workspace. */
interface Places {
  blobs: string;
  artifacts: string;
  files: string;
  notebooks: string;
}

// With data isolation every name begins with the workspace's id (Azure docs: hubs; all but that of the blobs UNCONFIRMED).
function placesOf(id: string, isolated: boolean): Places {
  return isolated
    ? {
        blobs: `${id}-azureml-blobstore`,
        artifacts: `${id}-azureml`,
        files: `${id}-azureml-filestore`,
        notebooks: `${id}-code`,
      }
    : {
        blobs: `azureml-blobstore-${id}`,
        artifacts: 'azureml',
        files: `azureml-filestore-${id}`,
        notebooks: NOTEBOOK_SHARE,
      };
}

function planDatastores(context: WorkspacePlan, places: Places, createdAt: string): void {
  const { account, plan, workspace } = context;
  const builtIn: SeedDatastore[] = [
    { name: 'workspaceblobstore', type: 'AzureBlob', account, container: places.blobs },
    { name: 'workspaceartifactstore', type: 'AzureBlob', account, container: places.artifacts },
    { name: 'workspacefilestore', type: 'AzureFile', account, container: places.files },
    { name: 'workspaceworkingdirectory', type: 'AzureFile', account, container: places.notebooks },
  ];
  plan.containers.push({ account, container: places.blobs }, { account, container: places.artifacts });
  const own = workspace.datastores ?? [];
  [...builtIn, ...own].forEach((store, index) => {
    const place = { account: store.account ?? account, container: store.container ?? store.name };
    const type = store.type ?? 'AzureBlob';
    if (type === 'AzureFile') plan.shares.push({ account: place.account, share: place.container });
    else {
      context.datastores.set(store.name, place);
      if (index >= builtIn.length) plan.containers.push(place);
    }
    const by = index < builtIn.length ? undefined : (store.createdBy ?? workspace.createdBy);
    const at = index < builtIn.length ? createdAt : defaultTime(index);
    const body = {
      properties: { ...datastoreProperties(type, place, store.name), ...store.properties },
      systemData: context.people.systemData(by, at),
    };
    plan.records.push({ type: 'datastores', scope: context.scope, name: store.name, createdAt: at, body });
  });
}

function datastoreProperties(type: string, place: { account: string; container: string }, name: string): JsonObject {
  const target: Record<string, JsonObject> = {
    AzureBlob: { containerName: place.container },
    AzureFile: { fileShareName: place.container },
    AzureDataLakeGen2: { filesystem: place.container },
  };
  return {
    datastoreType: type,
    accountName: place.account,
    ...target[type],
    endpoint: 'core.windows.net',
    protocol: 'https',
    isDefault: name === 'workspaceblobstore',
    serviceDataAccessAuthIdentity: 'None',
    // Only the kind of credential: reading a datastore never reveals the secret.
    credentials: { credentialsType: 'AccountKey' },
    description: null,
    tags: {},
    properties: {},
  };
}
