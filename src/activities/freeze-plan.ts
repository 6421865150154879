import { randomUUID } from 'node:crypto';
import { Arm } from '../azure/arm';
import { now } from '../config/clock';
import { settings } from '../config/settings';
import { addToDraft, eraseOrder, settle, weakenDoubtful, type Draft } from '../requests/plan/draft-plan';
import { pagesOf, type BlobLine, type InventoryLine, type InventoryPage } from '../requests/plan/inventory';
import { contentHash, refOf } from '../requests/keys';
import { rememberLearned } from '../requests/package/known-subject';
import { learnFrom } from '../requests/plan/learned';
import { planHash, type Plan, type PlanCount, type PlanItem, type PlanShard } from '../requests/plan/plan';
import { loadScope } from '../requests/scope';
import { loadRequest, loadStatus, updateStatus, type StoredRequest } from '../requests/request-store';
import { shareSnapshots } from '../requests/plan/share-snapshots';
import type { DataRequest } from '../requests/schema';
import { findSharing } from '../requests/plan/sharing';
import { unsearchable } from '../requests/plan/unsearchable';
import { resourceType, resourceTypes } from '../resources/registry';
import type { Gap } from '../resources/resource-type';
import { Documents } from '../storage/documents';

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

/** Shards of one type and rank: they may be worked on side by side. */
export interface PlanStage {
  type: string;
  /** Whether things of this type are brought to rest before anything else happens to them. */
  quiesces: boolean;
  from: number;
  to: number;
}

const documents = new Documents();
/** Items per shard: what one activity call works through. */
const shardSize = 50;

/**
 * Makes the plan from the inventories, and freezes it: from now on it may only shrink. When the step runs a second time
 * the plan that was stored first stays, because an approver may have read it.
 */
export async function freezePlan(input: FreezePlanInput): Promise<FrozenPlan> {
  const stored = await loadRequest(input.key);
  const known = (await loadStatus(input.key)).plan;
  if (known && known.version >= input.version) return frozen(stored, known.blob);
  const learned = await learnFrom(input.jobPages);
  await rememberLearned(input.key, learned);
  const pages = (await Promise.all(input.pages.map(pagesOf))).flat();
  const scope = await loadScope(input.key);
  const gaps = uniqueGaps([...scope.gaps, ...input.gaps, ...pages.flatMap((page) => page.gaps)]);

  const draft: Draft = new Map();
  const byPrincipal: { ref: string; objectId: string }[] = [];
  for (const [index, page] of pages.entries()) {
    for await (const line of documents.lines<InventoryLine>(page.items)) {
      addToDraft(draft, stored, learned, line, index);
      const objectId = line.found.actors.find((actor) => actor.objectId)?.objectId;
      if (objectId && line.evidence.rule === 'principal') byPrincipal.push({ ref: refOf(line.found.id), objectId });
    }
  }
  gaps.push(...weakenDoubtful(draft, byPrincipal), ...unsearchable(stored.request, learned, resourceTypes));
  await countBlobs(draft, pages);

  const ordered = eraseOrder(draft);
  const owned = ordered.map(({ item }) => item);
  // One look; when erasing starts, it is looked anew (`rebuildSharing`).
  const sharing = await findSharing(new Arm('reader', randomUUID()), scope.workspaces, owned);
  gaps.push(...sharing.gaps, ...(await shareSnapshots(owned)));
  for (const item of owned) item.sharedWith = sharing.sharers.get(item.ref);
  settle(
    ordered,
    (item) => resourceType(item.type).recordMayTakeBytes,
    (item) => resourceType(item.type).erasure !== 'none',
  );

  const shards = await writeShards(input, scope.workspaces, ordered, pages);
  const plan: Plan = {
    version: input.version,
    requestId: stored.requestId,
    contentHash: stored.contentHash,
    action: stored.request.action,
    workspaces: scope.workspaces,
    ...countsOf(owned),
    gaps,
    notices: unattributed(pages),
    shards,
    createdAt: now().toISOString(),
  };
  const hash = planHash(plan);
  const blob = `requests/${input.key}/${input.pass}/plan-${hash.slice(0, 12)}.json`;
  await documents.create(blob, plan);
  const status = await updateStatus(input.key, (current) =>
    current.plan && current.plan.version >= input.version
      ? {}
      : { plan: { blob, hash, version: input.version }, gapCount: gaps.length },
  );
  return frozen(stored, status.plan?.blob ?? blob);
}

async function frozen(stored: StoredRequest, blob: string): Promise<FrozenPlan> {
  const plan = await documents.needFixed<Plan>(blob);
  return {
    ...{ blob, hash: planHash(plan), gaps: plan.gaps.length, items: plan.totals.items },
    needsApproval: needsApproval(stored.request, plan),
    stages: stagesOf(plan.shards),
  };
}

/** The server's settings are the floor: a request can ask for more approval, never for less. */
function needsApproval({ action, approval: asked, scope }: DataRequest, plan: Plan): boolean {
  const { APPROVAL_FOR_ERASE, APPROVAL_FOR_EXPORT, APPROVAL_ITEM_LIMIT, APPROVAL_BYTE_LIMIT } = settings();
  const floor = action === 'export' ? APPROVAL_FOR_EXPORT : APPROVAL_FOR_ERASE;
  const large = plan.totals.items > APPROVAL_ITEM_LIMIT || plan.totals.bytes > APPROVAL_BYTE_LIMIT;
  // What everybody in a workspace has goes with it.
  const whole = action !== 'export' && scope.includeWorkspace === true;
  return floor === 'required' || asked === 'required' || large || whole;
}

async function countBlobs(draft: Draft, pages: readonly InventoryPage[]): Promise<void> {
  for (const [index, page] of pages.entries()) {
    for await (const blob of documents.lines<BlobLine>(page.blobs)) {
      const entry = draft.get(blob.ref);
      const range = entry?.page === index ? entry.item.ranges[blob.range] : undefined;
      if (!range) continue;
      range.blobs += 1;
      range.bytes += blob.size;
    }
  }
}

async function writeShards(
  input: FreezePlanInput,
  workspaces: readonly string[],
  ordered: readonly { item: PlanItem; page: number }[],
  pages: readonly InventoryPage[],
): Promise<PlanShard[]> {
  const shards: PlanShard[] = [];
  const same = (a: { item: PlanItem; page: number }, b: { item: PlanItem; page: number }) =>
    a.page === b.page && a.item.type === b.item.type && a.item.rank === b.item.rank;
  for (let from = 0; from < ordered.length;) {
    const first = ordered[from];
    if (!first) break;
    let to = from + 1;
    while (to < ordered.length && to - from < shardSize && same(first, ordered[to] ?? first)) to += 1;
    const items = ordered.slice(from, to).map(({ item }) => item);
    const prefix = `requests/${input.key}/${input.pass}/items-${String(shards.length).padStart(5, '0')}`;
    const blobs = pages[first.page]?.blobs;
    if (!blobs) throw new Error('An item came from no inventory page.');
    const workspace = workspaces.findIndex((id) => id.toLowerCase() === first.item.workspace.toLowerCase());
    const { type, rank } = first.item;
    shards.push({ type, rank, workspace, items: await documents.writeLines(prefix, items), blobs });
    from = to;
  }
  return shards;
}

function stagesOf(shards: readonly PlanShard[]): PlanStage[] {
  const stages: (Omit<PlanStage, 'quiesces'> & { rank: number })[] = [];
  for (const [index, { type, rank }] of shards.entries()) {
    const last = stages.at(-1);
    if (last?.type === type && last.rank === rank) last.to = index + 1;
    else stages.push({ type, rank, from: index, to: index + 1 });
  }
  return stages.map(({ type, from, to }) => ({ type, quiesces: resourceType(type).quiesce !== undefined, from, to }));
}

function countsOf(items: readonly PlanItem[]): Pick<Plan, 'counts' | 'totals'> {
  const counts: Plan['counts'] = {};
  const totals = { items: 0, blobs: 0, bytes: 0, weak: 0, inUse: 0, shared: 0 };
  for (const item of items) {
    const count: PlanCount = (counts[item.type] ??= { items: 0, blobs: 0, bytes: 0, kept: 0 });
    const own = item.ranges.filter((range) => !range.coveredBy);
    const blobs = own.reduce((sum, range) => sum + range.blobs, 0);
    const bytes = own.reduce((sum, range) => sum + range.bytes, 0);
    for (const sums of [count, totals]) {
      sums.items += 1;
      sums.blobs += blobs;
      sums.bytes += bytes;
    }
    if (item.keep) count.kept += 1;
    if (item.keep?.outcome === 'weak_match') totals.weak += 1;
    if (item.keep?.outcome === 'in_use') totals.inUse += 1;
    if (item.sharedWith) totals.shared += 1;
  }
  return { counts, totals };
}

/** How much there is of which nothing says whose it is, by type and workspace. */
function unattributed(pages: readonly InventoryPage[]): Gap[] {
  const counts = new Map<string, { type: string; workspace: string; count: number }>();
  for (const { unattributed: seen } of pages) {
    if (!seen) continue;
    const key = `${seen.type} ${seen.workspace}`;
    const sum = counts.get(key) ?? { ...seen, count: 0 };
    counts.set(key, { ...sum, count: sum.count + seen.count });
  }
  return [...counts.values()].map(({ count, ...at }) => ({ code: 'unattributed', ...at, detail: String(count) }));
}

function uniqueGaps(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [contentHash(gap), gap])).values()];
}
