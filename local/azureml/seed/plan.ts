import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import type { Settings } from '../settings';
import { DEFAULT_IDENTITIES, DEFAULT_SWITCHES, DEFAULT_TENANT, DEFAULT_THROTTLING } from '../settings';
import { accountsOf } from './accounts';
import { accountScope, DEFAULT_LOCATION } from './defaults';
import { Dependents } from './dependents';
import { hubOf, withHubs } from './hubs';
import { People } from './people';
import type { SeedPlan } from './seed-plan';
import type { SeedAccount, SeedFile } from './seed-file';
import { planWorkspace } from './plan-workspace';

/** Works a validated seed out. Touches nothing. */
export function planSeed(seed: SeedFile): SeedPlan {
  const settings: Settings = {
    tenantId: seed.tenantId ?? DEFAULT_TENANT,
    identities: { ...DEFAULT_IDENTITIES, ...seed.identities },
    switches: { ...DEFAULT_SWITCHES, ...seed.switches },
    throttling: { ...DEFAULT_THROTTLING, ...seed.throttling },
    forbiddenSubscriptions: seed.forbiddenSubscriptions ?? [],
  };
  const people = new People(seed.people, settings.tenantId);
  const workspaces = withHubs(seed.workspaces);
  const dependents = new Dependents({ ...seed, workspaces }, settings.tenantId);
  const accounts = accountsOf(seed);
  const plan: SeedPlan = {
    settings,
    records: [...accounts.map(planAccount), ...dependents.records(), ...(seed.locks ?? []).map(planLock)],
    blobs: [...(seed.blobs ?? [])],
    containers: [...(seed.containers ?? [])],
    shares: [...(seed.shares ?? [])],
  };
  for (const account of accounts) {
    for (const { container } of account.heldContainers ?? [])
      plan.containers.push({ account: account.name, container });
  }
  for (const workspace of workspaces) {
    const hub = hubOf(workspace, workspaces);
    planWorkspace({ workspace, hub, accounts, dependents, people, plan });
  }
  for (const { account, container } of plan.blobs) plan.containers.push({ account, container });
  return plan;
}

function planAccount(account: SeedAccount): ResourceRecord {
  const off: JsonObject = { enabled: false };
  const body: JsonObject = {
    location: account.location ?? DEFAULT_LOCATION,
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS', tier: 'Standard' },
    properties: { isHnsEnabled: account.isHnsEnabled ?? false, provisioningState: 'Succeeded' },
    blobService: {
      deleteRetentionPolicy: { ...off, allowPermanentDelete: false },
      containerDeleteRetentionPolicy: off,
      isVersioningEnabled: false,
      changeFeed: off,
      ...account.blobService,
    },
    fileService: { shareDeleteRetentionPolicy: off, ...account.fileService },
    heldContainers: account.heldContainers ?? [],
  };
  return { type: 'storageAccounts', scope: accountScope(account), name: account.name, createdAt: '', body };
}

function planLock(lock: { scope: string; name: string; level: string }): ResourceRecord {
  return {
    type: 'locks',
    scope: lock.scope,
    name: lock.name,
    createdAt: '',
    body: { properties: { level: lock.level } },
  };
}
