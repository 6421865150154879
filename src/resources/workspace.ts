import type { Arm } from '../azure/arm';
import { type Json } from '../azure/arm';
import { RunHistory } from '../azure/run-history';
import { asAzureError } from '../azure/azure-error';
import { isContainerName } from '../storage/container-name';
import { containerKey, type ByteRange, type DatastorePlace, type UriContext } from '../storage/uri';
import type { Gap } from './gap';

/**
 * The api-version for workspaces as a whole: the SDK's own knows neither hubs and projects nor the permanent deletion
 * (Azure ML docs: workspace soft delete).
 */
export const workspaceApiVersion = '2024-04-01';

/** A workspace with what listing and erasing need to know about it. */
export interface Workspace {
  /** ARM id as the service writes it. */
  id: string;
  name: string;
  /** The service's own id of it, after which it names containers and shares. */
  guid?: string;
  subscriptionId: string;
  location: string;
  /** In lower case: `default`, `hub`, `project`, `featurestore`. */
  kind: string;
  /** ARM id of the hub that a project belongs to. */
  hubId?: string;
  /** Name of its default storage account. */
  storageAccount: string;
  /** ARM ids of what it depends on. */
  storageAccountId?: string;
  keyVaultId?: string;
  containerRegistryId?: string;
  applicationInsightsId?: string;
  discoveryUrl?: string;
  mlFlowTrackingUri?: string;
  /** Blob datastores by name. */
  blobStores: ReadonlyMap<string, { account: string; container: string }>;
  /** Azure Files datastores by name. */
  fileShares: ReadonlyMap<string, { account: string; share: string }>;
  /** Container of job logs and outputs (`workspaceartifactstore`). */
  artifactContainer: string;
  /** Names of the storage accounts beside its own in which the request lets bytes be touched that its assets name. */
  moreAccounts?: readonly string[];
  /** It was deleted since: this is what was known of it before. */
  gone?: boolean;
}

const properties = (body: Json | undefined) => (body?.properties ?? {}) as Json;
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Reads a workspace and its datastores (never their secrets). Undefined when there is no such workspace. */
export async function readWorkspace(arm: Arm, id: string): Promise<Workspace | undefined> {
  const body = await arm.get(id, workspaceApiVersion);
  if (!body) return undefined;
  const props = properties(body);
  const blobStores = new Map<string, { account: string; container: string }>();
  const fileShares = new Map<string, { account: string; share: string }>();
  const workspaceId = text(body.id) ?? id;
  for await (const store of arm.list(`${workspaceId}/datastores`)) {
    const details = properties(store);
    const account = text(details.accountName)?.toLowerCase();
    const container = text(details.containerName) ?? text(details.filesystem);
    // What has no place that could exist is a datastore that nobody knows: what names it is a gap.
    if (account && container && isContainerName(container) && text(store.name))
      blobStores.set(text(store.name) ?? '', { account, container });
    const share = text(details.fileShareName);
    if (account && share && isContainerName(share) && text(store.name))
      fileShares.set(text(store.name) ?? '', { account, share });
  }
  return {
    id: workspaceId,
    name: text(body.name) ?? workspaceId.split('/').pop() ?? '',
    guid: text(props.workspaceId)?.toLowerCase(),
    subscriptionId: workspaceId.split('/')[2] ?? '',
    location: text(body.location) ?? '',
    kind: (text(body.kind) ?? 'default').toLowerCase(),
    hubId: text(props.hubResourceId),
    // ARM ids keep the case in which somebody typed them; account names have none.
    storageAccount: text(props.storageAccount)?.split('/').pop()?.toLowerCase() ?? '',
    storageAccountId: text(props.storageAccount),
    keyVaultId: text(props.keyVault),
    containerRegistryId: text(props.containerRegistry),
    applicationInsightsId: text(props.applicationInsights),
    discoveryUrl: text(props.discoveryUrl),
    mlFlowTrackingUri: text(props.mlFlowTrackingUri),
    blobStores,
    fileShares,
    artifactContainer: blobStores.get('workspaceartifactstore')?.container ?? 'azureml',
  };
}

/** The run history of a workspace, or the gap that stands for it. `look`: see `remembered`; without it all is read anew. */
export async function openRunHistory(
  workspace: Workspace,
  look?: string,
): Promise<{ runHistory?: RunHistory; gap?: Gap }> {
  try {
    if (!workspace.discoveryUrl) throw new Error('no discovery URL');
    return { runHistory: await RunHistory.of(workspace.id, workspace.discoveryUrl, look) };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient && error.status > 0) throw error;
    return { gap: { code: 'run_history_unreachable', type: 'job', workspace: workspace.id, detail: error.code } };
  }
}

/** What owners of bytes are looked for by: on which accounts, and where the datastores of other workspaces lie. */
export interface OwnersView {
  /** Storage accounts and registries, as `keeperOf` calls them. */
  accounts: ReadonlySet<string>;
  /** Set where only owners of some ranges matter: what need not be remembered of the others. */
  concerns?: (range: ByteRange) => boolean;
  /** Datastores by the ARM id of their workspace, in lower case. */
  elsewhere: ReadonlyMap<string, UriContext['datastores']>;
}

/**
 * How URIs of this workspace's documents resolve: only its own account and those that the request lists are in scope,
 * unless others' bytes are sought.
 */
export function uriContext(workspace: Workspace, owners?: OwnersView): UriContext {
  const own = owners?.accounts ?? new Set([workspace.storageAccount, ...(workspace.moreAccounts ?? [])]);
  return {
    ...{
      workspaceId: workspace.id,
      datastores: datastoresOf(workspace),
      ownAccount: (account: string) => own.has(account),
    },
    ...(owners ? { elsewhere: owners.elsewhere, coarse: true } : {}),
  };
}

/** Where every datastore of a workspace leads, by its name. */
export function datastoresOf({ blobStores, fileShares }: Workspace): UriContext['datastores'] {
  const shares = [...fileShares].map(([name, { account, share }]): [string, DatastorePlace] => [
    name,
    { store: 'file', account, container: share },
  ]);
  return new Map([...blobStores, ...shares]);
}

/** Every storage account that a workspace stores blobs or files in. */
export function accountsOf(workspace: Workspace): Set<string> {
  const stores = [...workspace.blobStores.values(), ...workspace.fileShares.values()];
  return new Set([workspace.storageAccount, ...stores.map((store) => store.account)]);
}

/**
 * What keeps a range: a storage account, or a registry. Where registries of one name may exist in several tenants, their
 * login servers have a hash behind the name, which no name of a registry could hold (Azure docs: domain name label).
 */
export function keeperOf({ store, account }: Pick<ByteRange, 'store' | 'account'>): string {
  return store === 'image' ? `registry ${account.replace(/-.*$/, '')}` : account;
}

/** Everything that keeps bytes of a workspace: its storage accounts and its registry, as `keeperOf` calls them. */
export function keepersOf(workspace: Workspace): Set<string> {
  const registry = workspace.containerRegistryId?.split('/').pop()?.toLowerCase();
  const image = registry ? [keeperOf({ store: 'image', account: registry })] : [];
  return new Set([...accountsOf(workspace), ...image]);
}

/** Where the service keeps the source code of jobs, under the same names in every account (as users list them). */
export const snapshotContainers: readonly string[] = ['snapshots', 'snapshotzips', 'revisions'];

/** Every container and share that a workspace keeps things in, as `containerKey` writes them. */
export function placesOf(workspace: Workspace): Set<string> {
  const own = [workspace.artifactContainer, ...snapshotContainers].map((container) => ({
    account: workspace.storageAccount,
    container,
  }));
  return new Set([
    ...[...own, ...workspace.blobStores.values()].map(containerKey),
    ...[...workspace.fileShares.values()].map(({ account, share }) =>
      containerKey({ store: 'file', account, container: share }),
    ),
  ]);
}
