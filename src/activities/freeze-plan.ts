import { randomUUID } from 'node:crypto';
import { Arm } from '../azure/arm';
import { now } from '../config/clock';
import { settings } from '../config/settings';
import { addToDraft, CommonTexts, eraseOrder, settle, weakenDoubtful, type Draft } from '../requests/plan/draft-plan';
import { pagesOf, type InventoryLine } from '../requests/plan/inventory';
import { contentHash, refOf } from '../requests/keys';
import { knownWorkspaces } from '../requests/known-workspaces';
import { rememberLearned } from '../requests/package/known-subject';
import { keepJobPages } from '../requests/milestones';
import { learnFrom } from '../requests/plan/learned';
import { countBlobs, countsOf, unattributed } from '../requests/plan/plan-counts';
import { needsApproval } from '../requests/plan/needs-approval';
import { stagesOf, writeShards, type PlanStage } from '../requests/plan/plan-shards';
import { fitPackage, packageLimit } from '../requests/plan/package-room';
import { beyondPlan } from '../requests/plan/plan-room';
import { planHash, type Plan, type PlanItem } from '../requests/plan/plan';
import { loadScope } from '../requests/scope';
import { loadRequest, loadStatus, updateStatus, type StoredRequest } from '../requests/request-store';
import { shareSnapshots } from '../requests/plan/share-snapshots';
import { findSharing } from '../requests/plan/sharing';
import { planLineage } from '../requests/plan/lineage';
import { StorageTally } from '../requests/plan/planned-storage';
import { storageBehind } from '../requests/plan/storage-behind';
import { unsearchable } from '../requests/plan/unsearchable';
import { resourceType, resourceTypes } from '../resources/registry';
import type { Gap } from '../resources/resource-type';
import { Documents } from '../storage/documents';
import { enter } from '../turns/turn';

/** Input of the activity: the last page of every inventory. */
export interface FreezePlanInput {
  key: string;
  pass: string;
  version: number;
  jobPages: string[];
  pages: string[];
  /** Gaps that orchestrators noted: a listing that failed for good. */
  gaps: Gap[];
}

/** What the orchestrator needs to know of a plan. */
export interface FrozenPlan {
  blob: string;
  hash: string;
  gaps: number;
  items: number;
  needsApproval: boolean;
  /** Shards by type and rank, in the order of erasing: indices from `from` to before `to`. */
  stages: PlanStage[];
}

const documents = new Documents();
/**
 * Makes the plan from the inventories, and freezes it: from now on it may only shrink. When the step runs a second time
 * the plan that was stored first stays, because an approver may have read it.
 */
export async function freezePlan(input: FreezePlanInput): Promise<FrozenPlan> {
  const stored = await loadRequest(input.key);
  const known = (await loadStatus(input.key)).plan;
  if (known && known.version >= input.version) return frozen(stored, known.blob);
  const scope = await loadScope(input.key);
  enter(scope.workspaces);
  const learned = await learnFrom(input.jobPages);
  await rememberLearned(input.key, learned);
  const found = (await Promise.all(input.pages.map(pagesOf))).flat();
  const gaps = uniqueGaps([...scope.gaps, ...input.gaps, ...found.flatMap((page) => page.gaps)]);
  const beyond = beyondPlan(found, settings().PLAN_ITEM_LIMIT);
  if (beyond) gaps.push(beyond);
  // Not a part of it: whoever asked could take the rest for done.
  const pages = beyond ? [] : found;

  const draft: Draft = new Map();
  const texts = new CommonTexts();
  const byPrincipal: { ref: string; objectId: string }[] = [];
  for (const [index, page] of pages.entries()) {
    for await (const line of documents.lines<InventoryLine>(page.items)) {
      addToDraft(draft, stored, learned, line, index, texts);
      const objectId = line.found.actors.find((actor) => actor.objectId)?.objectId;
      if (objectId && line.evidence.rule === 'principal') byPrincipal.push({ ref: refOf(line.found.id), objectId });
    }
  }
  gaps.push(...weakenDoubtful(draft, byPrincipal), ...unsearchable(stored.request, learned, resourceTypes));

  const ordered = eraseOrder(draft);
  const owned = ordered.map(({ item }) => item);
  // One look; when erasing starts, it is looked anew (`rebuildSharing`).
  const arm = new Arm('reader', randomUUID());
  const sharing = await findSharing(arm, scope.workspaces, owned, stored.request.scope.storageAccounts);
  gaps.push(...sharing.gaps, ...(await shareSnapshots(owned)));
  for (const item of owned) item.sharedWith = sharing.sharers.get(item.ref);
  settle(
    ordered,
    (item) => resourceType(item.type).recordMayTakeBytes,
    (item) => resourceType(item.type).erasure !== 'none',
  );
  const at = now();
  const behind = await storageBehind(arm, stored.request, await knownWorkspaces(input.key, scope.workspaces), owned);
  gaps.push(...behind.gaps);
  const tally = new StorageTally(behind.settings, { permanently: stored.request.erasure?.permanently === true, at });
  await countBlobs(draft, pages, (item, range, blob) => tally.see(item, range, blob));
  if (stored.request.action !== 'erase') gaps.push(...fitPackage(owned, packageLimit(), isPackaged));
  // Before the shards are written: it notes in the items what holds them.
  const storage = tally.finish(owned);

  const folder = `requests/${input.key}/${input.pass}`;
  // What is only exported stays as it is, and so does what was made from it.
  const erased = stored.request.action === 'export' ? [] : owned;
  const { lineage, gaps: unknown } = await planLineage(folder, arm, scope.workspaces, erased);
  gaps.push(...uniqueGaps(unknown));
  const shards = await writeShards(folder, scope.workspaces, ordered, pages);
  const plan: Plan = {
    version: input.version,
    requestId: stored.requestId,
    contentHash: stored.contentHash,
    action: stored.request.action,
    workspaces: scope.workspaces,
    ...countsOf(owned),
    gaps,
    notices: unattributed(pages),
    storage,
    lineage,
    shards,
    createdAt: at.toISOString(),
  };
  const hash = planHash(plan);
  const blob = `${folder}/plan-${hash.slice(0, 12)}.json`;
  await documents.create(blob, plan);
  await keepJobPages(blob, input.jobPages);
  const status = await updateStatus(input.key, (current) =>
    current.plan && current.plan.version >= input.version
      ? {}
      : { plan: { blob, hash, version: input.version }, gapCount: gaps.length },
  );
  return frozen(stored, status.plan?.blob ?? blob);
}

const isPackaged = ({ type }: PlanItem) => resourceType(type).notExported === undefined;

async function frozen(stored: StoredRequest, blob: string): Promise<FrozenPlan> {
  const plan = await documents.needFixed<Plan>(blob);
  return {
    ...{ blob, hash: planHash(plan), gaps: plan.gaps.length, items: plan.totals.items },
    needsApproval: needsApproval(stored.request, plan.totals, settings()),
    stages: stagesOf(plan.shards),
  };
}

function uniqueGaps(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [contentHash(gap), gap])).values()];
}
