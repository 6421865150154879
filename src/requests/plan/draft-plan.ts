import { runHistoryIdOf } from '../../resources/run-history';
import { RangeIndex } from '../../storage/range-index';
import type { ByteRange } from '../../storage/uri';
import { resourceTypeNames } from '../../resources/registry';
import type { Gap } from '../../resources/resource-type';
import { normaliseIdentity } from '../../subjects/subject';
import type { InventoryLine } from './inventory';
import { refOf } from '../keys';
import type { PlanItem } from './plan';
import type { StoredRequest } from '../request-store';
import { select, subjectOfRequest, type Learned } from './selection';

/** Items of the plan while it is made, by reference, with the inventory page that holds their blobs. */
export type Draft = Map<string, { item: PlanItem; page: number }>;

/** Texts that many items have in common, each kept once: read from documents, every item brings its own copy. */
export class CommonTexts {
  private readonly known = new Map<string, string>();

  once(text: string): string {
    const known = this.known.get(text);
    if (known === undefined) this.known.set(text, text);
    return known ?? text;
  }

  place<R extends ByteRange>(range: R): R {
    return { ...range, account: this.once(range.account), container: this.once(range.container) };
  }
}

/**
 * Adds an inventory line. It is decided anew with everything that was learned since it was found; what was found
 * twice (a child as itself and below its parent) becomes one item with the evidence of both.
 */
export function addToDraft(
  draft: Draft,
  stored: StoredRequest,
  learned: Learned,
  line: InventoryLine,
  page: number,
  texts = new CommonTexts(),
): void {
  const { found } = line;
  const subject = subjectOfRequest(stored.request, learned);
  const selection = select(stored.request, subject, learned, stored.receivedAt, line.workspace, found);
  if (selection.kind !== 'selected' && !found.follows) return;
  const evidence = selection.kind === 'selected' ? selection.evidence : line.evidence;
  const ref = refOf(found.id);
  const known = draft.get(ref)?.item;
  if (known) {
    if (!known.evidence.some((entry) => entry.rule === evidence.rule && entry.by === evidence.by))
      known.evidence.push(evidence);
    if (evidence.strength === 'strong') known.strength = 'strong';
    known.rank = Math.max(known.rank, found.rank ?? 0);
    if ((found.partOf?.length ?? 0) > (known.partOf?.length ?? 0)) known.partOf = found.partOf;
    return;
  }
  const { id, name, createdAt, lastModifiedAt, guards, partOf, live, common, lock } = found;
  const { usedBy, elsewhere, detail, rank } = found;
  draft.set(ref, {
    page,
    item: {
      ...{ ref, type: texts.once(line.type), workspace: texts.once(line.workspace) },
      ...{ id, name, createdAt, lastModifiedAt },
      ...{ strength: evidence.strength, evidence: [evidence], rank: rank ?? 0 },
      guards: guards?.map((guard) => texts.place(guard)),
      ...{ partOf, live, common, lock, usedBy, elsewhere, detail },
      ranges: found.ranges.map((range) => ({ ...texts.place(range), blobs: 0, bytes: 0 })),
    },
  });
}

/**
 * Makes weak what is the subject's only by something doubtful: the children of a job that matched by its display name
 * only, what such a job made, and matches by a UPN that has two object ids. Those are two people (an account was
 * deleted and its name given to somebody else), and without an object id in the request nobody can say who is meant.
 */
export function weakenDoubtful(draft: Draft, byPrincipal: Iterable<{ ref: string; objectId: string }>): Gap[] {
  const byObjectId = new Map<string, string[]>();
  for (const { ref, objectId } of byPrincipal) {
    const key = normaliseIdentity(objectId);
    byObjectId.set(key, [...(byObjectId.get(key) ?? []), ref]);
  }
  const ambiguous = new Set(byObjectId.size > 1 ? [...byObjectId.values()].flat() : []);
  const doubtful = new Set<string>();
  const isDoubtful = (item: PlanItem) =>
    item.strength === 'weak' ||
    item.evidence.every(
      ({ rule, by }) => (rule === 'principal' && ambiguous.has(item.ref)) || (rule === 'lineage' && doubtful.has(by)),
    );
  // Again and again, since a child of a child comes before its parent as often as after it.
  for (let known = -1; known < doubtful.size;) {
    known = doubtful.size;
    for (const { item } of draft.values()) {
      if (!isDoubtful(item)) continue;
      item.strength = 'weak';
      // Parts name the whole by its reference, assets the job that made them by its name.
      doubtful.add(`part_of:${item.ref}`).add(`job:${refOf(item.name)}`);
    }
  }
  if (ambiguous.size === 0) return [];
  return [{ code: 'identity_conflict', type: 'job', detail: `${byObjectId.size} object ids under one UPN` }];
}

/** The order in which items are erased, and the canonical order of the plan. */
export function eraseOrder(draft: Draft): { item: PlanItem; page: number }[] {
  const position = (item: PlanItem) => resourceTypeNames.indexOf(item.type);
  return [...draft.values()].sort(
    (a, b) =>
      position(a.item) - position(b.item) ||
      a.item.rank - b.item.rank ||
      a.page - b.page ||
      (a.item.id < b.item.id ? -1 : 1),
  );
}

/** Decides what is kept and why, and which ranges are erased along with an earlier item. */
export function settle(
  ordered: readonly { item: PlanItem }[],
  mayTakeBytes: (item: PlanItem) => boolean,
  isErasable: (item: PlanItem) => boolean,
): void {
  const planned = new Map(ordered.map(({ item }) => [item.id.toLowerCase(), item]));
  keepWhatIsNeeded(ordered, planned, isErasable);
  cover(ordered);
  const ancestorsOf = (item: PlanItem) => (item.partOf ?? []).flatMap((id) => planned.get(id.toLowerCase()) ?? []);
  for (const { item } of ordered) {
    // Deleting a parent may delete its children with their bytes: what of those must stay keeps the parent too.
    for (const parent of ancestorsOf(item)) {
      if (item.guards) parent.guards = [...(parent.guards ?? []), ...item.guards];
    }
  }
  for (const { item } of ordered) {
    if (item.keep || !mayTakeBytes(item)) continue;
    const shared = (candidate: PlanItem | undefined) => (candidate?.sharedWith?.length ?? 0) > 0;
    // A job's bytes are its run history's; deleting the record might delete them.
    const bytesOf = planned.get(runHistoryIdOf(item.id).toLowerCase());
    if (!shared(item) && !shared(bytesOf)) continue;
    for (const kept of [item, ...ancestorsOf(item)]) {
      kept.keep ??= { outcome: 'shared_skipped', reason: kept === item ? 'bytes_shared' : 'part_shares_bytes' };
    }
  }
  // What stays for its bytes needs what it names, too.
  keepWhatIsNeeded(ordered, planned, isErasable);
}

/**
 * Decides again and again what each item is kept for by itself or by who uses it, until nothing changes: a component may
 * come before the one that uses it. What is kept for another reason stays so.
 */
function keepWhatIsNeeded(
  ordered: readonly { item: PlanItem }[],
  planned: ReadonlyMap<string, PlanItem>,
  isErasable: (item: PlanItem) => boolean,
): void {
  const isDoubtful = (user: string) => planned.get(user.toLowerCase())?.keep?.outcome === 'weak_match';
  const keepOf = (item: PlanItem): PlanItem['keep'] => {
    const users = (item.usedBy ?? []).filter((user) => {
      const other = planned.get(user.toLowerCase());
      return !other || other === item || other.keep !== undefined;
    });
    if (!isErasable(item)) return { outcome: 'out_of_scope', reason: 'inventory_only' };
    if (item.lock) return { outcome: 'blocked', reason: `lock ${item.lock}` };
    if (users.length > 0 && !users.every(isDoubtful)) return { outcome: 'in_use', reason: 'in_use' };
    // It goes if they go, which is the question that the approver answers about weak matches.
    if (users.length > 0) return { outcome: 'weak_match', reason: 'used_by_weak_match' };
    if (item.strength === 'strong') return undefined;
    const guessed = item.evidence.every(({ rule }) => rule === 'alias');
    return { outcome: 'weak_match', reason: guessed ? 'alias_guessed' : 'display_name_only' };
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const { item } of ordered) {
      if (item.keep?.outcome === 'shared_skipped') continue;
      const keep = keepOf(item);
      changed ||= keep?.reason !== item.keep?.reason;
      item.keep = keep;
    }
  }
}

/** Two versions over one place, a model in a planned job's folder: the bytes are erased once, with the first. */
function cover(ordered: readonly { item: PlanItem }[]): void {
  const earlier = new RangeIndex<PlanItem>();
  for (const { item } of ordered) {
    for (const range of item.ranges) {
      const owner = earlier.containing(range).find((other) => other !== item);
      if (owner) range.coveredBy = owner.ref;
    }
    for (const range of item.ranges) if (!range.coveredBy) earlier.add(range, item);
  }
}
