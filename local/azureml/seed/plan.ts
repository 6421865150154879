import type { ResourceRecord } from '../records';
import type { Settings } from '../settings';
import { DEFAULT_IDENTITIES, DEFAULT_SWITCHES, DEFAULT_TENANT, DEFAULT_THROTTLING } from '../settings';
import { accountsOf } from './accounts';
import { accountRecord } from './account-record';
import { containersOf } from './containers';
import { Dependents } from './dependents';
import { hubOf, withHubs } from './hubs';
import { People } from './people';
import type { SeedPlan } from './seed-plan';
import type { SeedFile } from './seed-file';
import { planWorkspace } from './plan-workspace';

/** Works a validated seed out. Touches nothing; `now` is what days ago are counted from. */
export function planSeed(seed: SeedFile, now = new Date()): SeedPlan {
  const settings: Settings = {
    tenantId: seed.tenantId ?? DEFAULT_TENANT,
    identities: { ...DEFAULT_IDENTITIES, ...seed.identities },
    switches: { ...DEFAULT_SWITCHES, ...seed.switches },
    throttling: { ...DEFAULT_THROTTLING, ...seed.throttling },
    grants: seed.grants,
    forbiddenSubscriptions: seed.forbiddenSubscriptions ?? [],
  };
  const people = new People(seed.people, settings.tenantId);
  const workspaces = withHubs(seed.workspaces);
  const dependents = new Dependents({ ...seed, workspaces }, settings.tenantId);
  const accounts = accountsOf(seed);
  const plan: SeedPlan = {
    settings,
    records: [
      ...accounts.map((account) => accountRecord(account, accounts, now)),
      ...dependents.records(),
      ...(seed.locks ?? []).map(planLock),
    ],
    accounts,
    blobs: [],
    containers: [...(seed.containers ?? [])],
    shares: [...(seed.shares ?? [])],
  };
  for (const account of accounts) {
    for (const { name } of containersOf(account)) plan.containers.push({ account: account.name, container: name });
  }
  for (const workspace of workspaces) {
    const hub = hubOf(workspace, workspaces);
    planWorkspace({ workspace, hub, accounts, dependents, people, plan });
  }
  // Last: an entry of its own may say more about what a job or an asset writes there.
  plan.blobs.push(...(seed.blobs ?? []));
  for (const { account, container } of plan.blobs) plan.containers.push({ account, container });
  return plan;
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
