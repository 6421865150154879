import { randomUUID } from 'node:crypto';
import { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import { useView } from '../requests/intents';
import { refOf } from '../requests/keys';
import { loadRequest } from '../requests/request-store';
import { keptBecause, mayGoOutOfUse, type Decision, type Plan, type PlanItem } from '../requests/plan/plan';
import { recordDrifted } from '../requests/record-drift';
import { stepsFolder } from '../requests/shard-results';
import type { SharingDocument } from '../requests/shard-work';
import { findSharing } from '../requests/plan/sharing';
import { resourceType } from '../resources/registry';
import type { Gap, UseView } from '../resources/resource-type';
import { readWorkspace } from '../resources/workspace';
import { Documents } from '../storage/documents';
import { enter } from '../turns/turn';

const documents = new Documents();

/**
 * Looks again who owns the plan's bytes, now that erasing starts: identical uploads are shared by the service at any
 * time, and what the decision keeps is an owner like any other. What the plan found shared stays shared unless that
 * owner is erased too: the plan may only shrink. Returns the document's name, and what could not be looked at.
 */
export async function rebuildSharing(input: {
  key: string;
  plan: string;
  decision?: string;
}): Promise<{ sharing: string; gaps: Gap[] }> {
  const plan = await documents.needFixed<Plan>(input.plan);
  enter(plan.workspaces);
  const decision = input.decision ? await documents.needFixed<Decision>(input.decision) : undefined;
  const { request } = await loadRequest(input.key);
  // One look, which begins now: what decides about erasing is never older than this.
  const arm = new Arm('reader', randomUUID());
  const use = new UseNow(arm, useView(input.key, plan));
  const owned: PlanItem[] = [];
  for (const shard of plan.shards) {
    for await (const item of documents.lines<PlanItem>(shard.items)) {
      const kept = keptBecause(item, decision);
      if (!kept && !(await use.keeps(item, decision)) && !(await staysChanged(input.key, item))) owned.push(item);
    }
  }
  const { sharers, gaps } = await findSharing(arm, plan.workspaces, owned, request.scope.storageAccounts);
  const erased = new Set(owned.map((item) => item.id.toLowerCase()));
  const document: SharingDocument = {};
  for (const item of owned) {
    const planned = (item.sharedWith ?? []).filter((sharer) => !erased.has(sharer.id.toLowerCase()));
    const all = [...planned, ...(sharers.get(item.ref) ?? [])];
    if (all.length === 0) continue;
    // Deleting a parent may delete its children with their bytes, so whoever shares those shares the parent's fate.
    for (const ref of [item.ref, ...(item.partOf ?? []).map(refOf)]) document[ref] = [...(document[ref] ?? []), ...all];
  }
  const name = `${stepsFolder(input.key)}/sharing-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, document);
  return { sharing: name, gaps };
}

/**
 * Whether an item will stay because its record changed since the plan, and its bytes would go with another item's. Whose
 * bytes go with its own is asked about right before they go.
 */
async function staysChanged(key: string, item: PlanItem): Promise<boolean> {
  if (!item.ranges.some((range) => range.coveredBy)) return false;
  try {
    return await recordDrifted(key, item);
  } catch (thrown) {
    if (asAzureError(thrown).transient) throw thrown;
    return false;
  }
}

/** What came into use since the plan: it stays, so it owns its bytes against everything that the plan erases. */
class UseNow {
  /** By type and workspace. */
  private readonly used = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(
    private readonly arm: Arm,
    private readonly request: UseView,
  ) {}

  async keeps(item: PlanItem, decision: Decision | undefined): Promise<boolean> {
    // Whatever used it when the plan was made has been decided about.
    if (item.ranges.length === 0 || item.usedBy || mayGoOutOfUse(item, decision)) return false;
    const key = `${item.type} ${item.workspace}`;
    const used = this.used.get(key) ?? this.read(item);
    this.used.set(key, used);
    return (await used).has(item.id.toLowerCase());
  }

  private async read(item: PlanItem): Promise<ReadonlySet<string>> {
    const type = resourceType(item.type);
    if (!type.inUse) return new Set();
    try {
      const workspace = await readWorkspace(this.arm, item.workspace);
      return workspace ? await type.inUse(this.arm, workspace, this.request) : new Set();
    } catch (thrown) {
      // Whoever erases the item asks again, and what is refused there keeps it.
      if (asAzureError(thrown).transient) throw thrown;
      return new Set();
    }
  }
}
