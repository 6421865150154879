import { createHash, randomUUID } from 'node:crypto';
import { asAzureError, hasNoAddress } from '../azure/azure-error';
import { Arm } from '../azure/arm';
import { Trail } from '../azure/trail';
import type { BlobLine, InventoryLine, InventoryPage, InventoryResult } from '../requests/plan/inventory';
import { isIntended } from '../requests/intents';
import { refOf } from '../requests/keys';
import { learnFrom } from '../requests/plan/learned';
import { loadRequest, type StoredRequest } from '../requests/request-store';
import { loadScope } from '../requests/scope';
import { listedAccounts } from '../requests/listed-accounts';
import { rememberWorkspace } from '../requests/known-workspaces';
import { nothingLearned, select, subjectOfRequest, type Learned } from '../requests/plan/selection';
import { resourceType } from '../resources/registry';
import type { Found, FoundPage, Gap } from '../resources/resource-type';
import { openRunHistory, readWorkspace, type Workspace } from '../resources/workspace';
import { listRange } from '../storage/bytes';
import { Documents } from '../storage/documents';
import { GiveWay } from '../turns/give-way';
import { enter, saved } from '../turns/turn';

/** Input of the activity: which listing, and where it goes on. */
export interface InventoryPageInput {
  key: string;
  /** Folder of this inventory below the request: `plan-1`, `verify-1`. */
  pass: string;
  /** Index into the request's workspaces. */
  workspace: number;
  type: string;
  /** Last page so far. */
  previous?: string;
  /** Last pages of the job inventories, once they are done. */
  jobPages?: string[];
}

const documents = new Documents();
/** Milliseconds after which an activity call hands back to its orchestrator. */
const budgetMs = 60_000;

/** Lists some pages of one type in one workspace, keeps what the request asks for, and lists the blobs behind it. */
export async function inventoryPage(input: InventoryPageInput): Promise<InventoryResult> {
  const stored = await loadRequest(input.key);
  const learned = input.jobPages ? await learnFrom(input.jobPages) : nothingLearned;
  const previous = input.previous ? await documents.needFixed<InventoryPage>(input.previous) : undefined;
  const listing = await list(stored, input, learned, previous);

  const folder = `requests/${input.key}/${input.pass}/${input.workspace}-${input.type}`;
  const blobs = await documents.writeLines(`${folder}-blobs`, blobLines(listing.lines, listing.gaps));
  const items = await documents.writeLines(`${folder}-items`, listing.lines);
  const page: InventoryPage = {
    ...{ previous: input.previous, items, blobs, gaps: listing.gaps, next: listing.next },
    ...(listing.unattributed ? { unattributed: listing.unattributed } : {}),
    ...(listing.next === undefined ? {} : { trail: [...(previous?.trail ?? []), markOf(listing.next)] }),
  };
  const name = `${folder}-page-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, page);
  return { page: name, done: listing.next === undefined, selected: items.count };
}

/** What stands for a link in a trail: links are long. */
function markOf(link: string): string {
  return createHash('sha256').update(link).digest('base64url').slice(0, 16);
}

interface Listing {
  lines: InventoryLine[];
  gaps: Gap[];
  unattributed?: InventoryPage['unattributed'];
  next?: string;
}

async function list(
  stored: StoredRequest,
  input: InventoryPageInput,
  learned: Learned,
  previous?: InventoryPage,
): Promise<Listing> {
  const from = previous?.next;
  const { workspaces: scope } = await loadScope(input.key);
  const id = scope[input.workspace] ?? '';
  enter([id]);
  const gaps: Gap[] = [];
  const unreadable = (thrown: unknown): Listing => {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    return { lines: [], gaps: [...gaps, { code: 'unreadable', type: input.type, workspace: id, detail: error.code }] };
  };

  let workspace: Workspace | undefined;
  const arm = new Arm('reader', `${input.key} ${input.pass}`);
  try {
    workspace = await readWorkspace(arm, id);
  } catch (thrown) {
    return unreadable(thrown);
  }
  if (!workspace) {
    // What this request deleted has nothing left to list: a second inventory comes after the erasing.
    const ours = await isIntended(input.key, 'record', refOf(id));
    return { lines: [], gaps: ours ? [] : [{ code: 'workspace_not_found', type: input.type, workspace: id }] };
  }
  workspace = { ...workspace, moreAccounts: listedAccounts(stored.request.scope) };
  await rememberWorkspace(input.key, workspace);

  const history = await openRunHistory(workspace, arm.look);
  if (history.gap && input.type === 'job' && !from) gaps.push(history.gap);
  const subject = subjectOfRequest(stored.request, learned);
  const decide = (found: Found) => select(stored.request, subject, learned, stored.receivedAt, workspace.id, found);
  const context = {
    workspace,
    arm,
    runHistory: history.runHistory,
    scope,
    selects: (found: Found) => ['selected', 'undecidable'].includes(decide(found).kind),
  };

  // By id: a child can come as itself and below its parent, and its blobs are to be listed and counted once.
  const lines = new Map<string, InventoryLine>();
  const unattributed = { type: input.type, workspace: workspace.id, count: 0 };
  const started = performance.now();
  const trail = new Trail(previous?.trail);
  let next = from;
  do {
    let page: FoundPage;
    try {
      page = await resourceType(input.type).list(context, next);
      if (page.next !== undefined) trail.follow(markOf(page.next));
    } catch (thrown) {
      // The pages before this one are kept; the next call begins with it.
      if (thrown instanceof GiveWay && next !== from) break;
      const failed = unreadable(thrown);
      return { lines: [...lines.values()], gaps: failed.gaps };
    }
    gaps.push(...(page.gaps ?? []));
    for (const found of page.found) {
      const selection = keep(found, decide, input, workspace, lines, gaps);
      if (selection === 'no' && found.common && found.actors.length === 0 && subject) unattributed.count += 1;
    }
    next = page.next;
    saved();
  } while (next !== undefined && performance.now() - started < budgetMs && lines.size < 500);
  return { lines: [...lines.values()], gaps, next, ...(unattributed.count > 0 ? { unattributed } : {}) };
}

function keep(
  found: Found,
  decide: (found: Found) => ReturnType<typeof select>,
  input: InventoryPageInput,
  workspace: Workspace,
  lines: Map<string, InventoryLine>,
  gaps: Gap[],
): ReturnType<typeof select>['kind'] {
  const selection = decide(found);
  const at = { type: input.type, workspace: workspace.id };
  if (selection.kind === 'selected') {
    add(lines, { ...at, found, evidence: selection.evidence });
    return selection.kind;
  }
  if (selection.kind === 'conflict') gaps.push({ code: 'identity_conflict', ...at, detail: refOf(found.id) });
  if (selection.kind === 'undecidable') gaps.push({ code: selection.reason, ...at, detail: refOf(found.id) });
  if (found.follows && found.partOf) {
    // A child of something selected goes with it, whoever the service names as its creator: were it not in the plan,
    // deleting its parent might take it along all the same.
    add(lines, {
      ...at,
      found,
      evidence: { strength: 'strong', rule: 'lineage', by: `part_of:${refOf(found.partOf.at(-1) ?? '')}` },
    });
  }
  return selection.kind;
}

/** Keeps one line of a thing: with the evidence that is its own, and with the longest way up to what it is a part of. */
function add(lines: Map<string, InventoryLine>, line: InventoryLine): void {
  const known = lines.get(line.found.id);
  if (!known) return void lines.set(line.found.id, line);
  const deeper = [known, line].sort((a, b) => (b.found.partOf?.length ?? 0) - (a.found.partOf?.length ?? 0))[0] ?? line;
  const own = known.evidence.rule === 'lineage' ? line : known;
  lines.set(line.found.id, { ...line, found: deeper.found, evidence: own.evidence });
}

async function* blobLines(lines: readonly InventoryLine[], gaps: Gap[]): AsyncGenerator<BlobLine> {
  for (const line of lines) {
    for (const [range, place] of line.found.ranges.entries()) {
      const at = { type: line.type, workspace: line.workspace };
      const unlisted = (what: string) =>
        gaps.push({ code: 'copies_unknown', ...at, detail: `${place.container}: ${what}` });
      try {
        const blobs = listRange(place, { copies: true, unlisted });
        for await (const blob of blobs) yield { ref: refOf(line.found.id), range, ...blob };
      } catch (thrown) {
        const error = asAzureError(thrown);
        if (error.transient && !hasNoAddress(error)) throw error;
        gaps.push({ code: 'storage_unreadable', ...at, detail: `${place.container}: ${error.code}` });
      }
    }
  }
}
