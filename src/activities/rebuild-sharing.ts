import { randomUUID } from 'node:crypto';
import { Arm } from '../azure/arm';
import { refOf } from '../requests/keys';
import { keptBecause, type Decision, type Plan, type PlanItem } from '../requests/plan';
import { stepsFolder } from '../requests/shard-results';
import type { SharingDocument } from '../requests/shard-work';
import { findSharing } from '../requests/sharing';
import type { Gap } from '../resources/resource-type';
import { Documents } from '../storage/documents';

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
  const decision = input.decision ? await documents.needFixed<Decision>(input.decision) : undefined;
  const owned: PlanItem[] = [];
  for (const shard of plan.shards) {
    for await (const item of documents.lines<PlanItem>(shard.items)) {
      const kept = decision ? keptBecause(item, decision) : item.keep;
      if (!kept) owned.push(item);
    }
  }
  const { sharers, gaps } = await findSharing(new Arm('reader'), plan.workspaces, owned);
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
