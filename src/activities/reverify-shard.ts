import { append } from '../append';
import { Arm } from '../azure/arm';
import { asAzureError, AzureError } from '../azure/azure-error';
import { followUpsOf, type FollowUp } from '../requests/follow-ups';
import { gonePlaces } from '../requests/gone-places';
import { passOver } from '../requests/item-pass';
import { workspaceOf } from '../requests/known-workspaces';
import { latestLines } from '../requests/latest-lines';
import { itemLine } from '../requests/outcome-lines';
import type { OutcomeLine } from '../requests/outcomes';
import type { PlanItem } from '../requests/plan/plan';
import {
  appeared,
  fateOf,
  isOpen,
  itemFate,
  latest,
  nameUrl,
  restored,
  retold,
  type Fate,
  type FoundCopy,
  type LatestLines,
  type Reverified,
} from '../requests/reverification';
import { type ShardResult, writeResult } from '../requests/shard-results';
import { loadShard, type ShardInput } from '../requests/shard-work';
import { resourceType } from '../resources/registry';
import type { ResourceType } from '../resources/resource-type';
import { blobUrl, listRange } from '../storage/bytes';
import { Documents } from '../storage/documents';
import type { ByteRange } from '../storage/uri';

/** Input of the activity. */
export interface ReverifyInput extends ShardInput {
  /** Last links of all phases and looks before, first to last. */
  history: string[];
  /** Whether what can't be looked at now is not waited for any longer. */
  last?: boolean;
}

/** What the orchestrator needs to go on. */
export interface ReverifyResult {
  result: string;
  done: boolean;
  cancelled: boolean;
  /** Items of the shard of which something is open. */
  remaining: number;
  /** The last date until which something of them can be restored, RFC 3339. */
  until?: string;
}

/** What looking at an item may use. */
interface Looking {
  arm: Arm;
  type: ResourceType;
  isGone: () => Promise<(range: ByteRange) => boolean>;
  followUps: ReadonlyMap<string, FollowUp>;
  last: boolean;
}

const documents = new Documents();
const none: LatestLines = { blobs: new Map() };

/**
 * Looks again at what a shard's items left behind that could be restored: the service's own word counts, not the date
 * that was told. What was called deleted of the same items is compared, too: it may have been restored as well.
 */
export async function reverifyShard(input: ReverifyInput): Promise<ReverifyResult> {
  const shard = await loadShard(input);
  const type = resourceType(shard.type);
  const known = await latestLines(input.history, input.shard);
  const previous = input.previous ? await documents.needFixed<ShardResult>(input.previous) : undefined;
  const looking = lookingAt(input, type, shard.workspaceId, type.pendingState ? await followUpsOf(input.key) : []);
  const lines: OutcomeLine[] = [];
  const sum: Reverified = { open: 0, restored: 0, reappeared: 0, unread: 0, ...previous?.reverified };
  const items = shard.items.filter(({ ref }) => isOpen(known.get(ref) ?? none) || looking.followUps.has(ref));
  const visit = async (item: PlanItem) => {
    const told = known.get(item.ref) ?? none;
    const found = await look(item, told, looking);
    append(lines, found.lines);
    // What an earlier look has counted is not counted again.
    const before = (line: OutcomeLine) => (line.kind === 'item' ? told.item : told.blobs.get(line.id));
    const news = found.lines.filter((line) => before(line)?.outcome !== line.outcome);
    if (found.unread) sum[looking.last ? 'unread' : 'open'] += 1;
    if (news.some(({ reason }) => reason === restored)) sum.restored += 1;
    if (news.some(({ outcome }) => outcome === 'new_since_plan')) sum.reappeared += 1;
    const still = found.lines.filter(({ outcome }) => outcome === 'soft_deleted' || outcome === 'pending');
    if (still.length > 0) sum.open += 1;
    sum.until = latest([sum.until, ...still.map(({ until }) => until)]);
  };
  // The request has ended, which is what other passes stop for.
  const goOn = () => Promise.resolve('no' as const);
  const pass = await passOver(input.key, items, previous?.next ?? 0, visit, goOn);
  const result = await writeResult(input.key, 'reverify', input.shard, {
    ...{ previous: input.previous, lines, reverified: sum, next: pass.next },
  });
  return { result, done: pass.done, cancelled: false, remaining: sum.open, until: sum.until };
}

function lookingAt(
  { key, last = false }: ReverifyInput,
  type: ResourceType,
  workspaceId: string,
  followUps: readonly FollowUp[],
): Looking {
  const arm = new Arm('reader');
  let places: Promise<(range: ByteRange) => boolean> | undefined;
  const find = async () => {
    const workspace = await workspaceOf(key, arm, workspaceId);
    return workspace ? gonePlaces(key, arm, workspace) : () => false;
  };
  const isGone = () => (places ??= find());
  return { arm, type, isGone, followUps: new Map(followUps.map((each) => [each.ref, each])), last };
}

/** What is to be said of an item now: nothing where nothing can be read, unless it was the last look. */
async function look(
  item: PlanItem,
  told: LatestLines,
  looking: Looking,
): Promise<{ lines: OutcomeLine[]; unread: boolean }> {
  const followUp = looking.followUps.get(item.ref);
  if (followUp) return { lines: toldBy(followUp, item, told), unread: false };
  try {
    return { lines: await lookAgain(item, told, looking), unread: false };
  } catch (thrown) {
    // Time may heal it or not: there are weeks for it, and one item must not hold up the others of its shard.
    const fate: Fate = { outcome: 'failed', reason: `not_reverified ${asAzureError(thrown).code}` };
    const open = [...told.blobs.values()].filter(({ outcome }) => outcome === 'soft_deleted');
    const lines = [itemLine(item, 'erase', fate.outcome, fate.reason), ...open.map((line) => retold(line, fate))];
    return { lines: looking.last ? lines : [], unread: true };
  }
}

/** What Azure carried out after the request. */
function toldBy({ outcome, reason }: FollowUp, item: PlanItem, { item: line }: LatestLines): OutcomeLine[] {
  if (line && line.outcome !== 'pending') return [];
  return [itemLine(item, 'erase', outcome, outcome === 'pending' ? line?.reason : reason)];
}

async function lookAgain(item: PlanItem, told: LatestLines, { arm, type, isGone }: Looking): Promise<OutcomeLine[]> {
  const { copies, unlisted } = await copiesOf(item, told, await isGone());
  const lines: OutcomeLine[] = [];
  const fates: Fate[] = [];
  for (const [id, line] of told.blobs) {
    const erased = line.outcome === 'soft_deleted' || line.outcome === 'deleted';
    const fate = erased ? fateOf(line, copies.get(nameUrl(id)) ?? [], (url) => told.blobs.has(url)) : undefined;
    // Where not every copy can be listed, that none is listed says nothing.
    if (fate?.outcome === 'deleted' && unlisted)
      throw new AzureError(0, 'copies_unknown', 'Copies are not listed.', false);
    if (fate) lines.push(retold(line, fate));
    fates.push(fate ?? line);
  }
  for (const { url, size, etag } of appeared(told, copies)) {
    const line = itemLine(item, 'erase', 'new_since_plan', 'appeared_after_plan');
    lines.push({ ...line, kind: 'blob', id: url, bytes: size, etag });
    fates.push(line);
  }
  const fate =
    told.item?.outcome === 'soft_deleted' && type.restorable
      ? await type.restorable(arm, { ...item, inUseAccepted: false }, told.item.at)
      : itemFate(told.item, fates);
  if (fate) lines.push(itemLine(item, 'erase', fate.outcome, fate.reason, fate.until));
  return lines;
}

/** All copies that lie under the names of an item's erased blobs, by the URL that they share. */
async function copiesOf(
  item: PlanItem,
  told: LatestLines,
  isGone: (range: ByteRange) => boolean,
): Promise<{ copies: Map<string, FoundCopy[]>; unlisted: boolean }> {
  const copies = new Map<string, FoundCopy[]>([...told.blobs.keys()].map((id) => [nameUrl(id), []]));
  let unlisted = false;
  for (const range of copies.size > 0 ? item.ranges : []) {
    if (range.coveredBy || isGone(range)) continue;
    for await (const listed of listRange(range, { copies: true, unlisted: () => (unlisted = true) })) {
      const url = blobUrl(listed);
      const { etag, size, modifiedAt, deleted } = listed;
      copies.get(nameUrl(url))?.push({ url, etag, size, modifiedAt, deleted });
    }
  }
  return { copies, unlisted };
}
