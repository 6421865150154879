import type { Gap } from '../../resources/resource-type';
import type { AccountSettings } from '../../storage/account-settings';
import type { ByteRange } from '../../storage/uri';
import type { Evidence, Strength } from '../../subjects/match';
import type { ShardRef } from '../../storage/documents';
import { contentHash, refOf } from '../keys';
import type { Outcome } from '../outcomes';

/** Somebody outside the plan who owns some of an item's bytes. */
export interface Sharer {
  /** ARM id of the owner, or `unknown` where the owners could not be listed. */
  id: string;
  /** Their range: blobs in it are kept. */
  range: ByteRange;
}

/** A range of a planned item with what was in it. */
export interface PlannedRange extends ByteRange {
  /** What a reader gets. */
  blobs: number;
  bytes: number;
  /** Previous versions, snapshots, what is soft-deleted or was never committed; none without it. */
  copies?: { blobs: number; bytes: number };
  /** Reference of the planned item that is erased before and owns these bytes too. */
  coveredBy?: string;
}

/** One item of the plan: a line of a plan shard. */
export interface PlanItem {
  /** Reference: what decisions and outcomes call it. */
  ref: string;
  /** What certificates call it: an HMAC of its id. Only in answers of the HTTP API, never stored. */
  mark?: string;
  type: string;
  workspace: string;
  id: string;
  name: string;
  createdAt?: string;
  lastModifiedAt?: string;
  strength: Strength;
  evidence: Evidence[];
  ranges: PlannedRange[];
  guards?: ByteRange[];
  partOf?: string[];
  rank: number;
  live?: boolean;
  common?: boolean;
  lock?: string;
  usedBy?: string[];
  elsewhere?: { uri: string; reason: string }[];
  sharedWith?: Sharer[];
  detail?: Readonly<Record<string, string>>;
  /** Set where all of its bytes are held, so that none of them can go. */
  held?: Held;
  /** The package has no room for it: it is neither exported nor erased. */
  unpackaged?: true;
  /** Why it is not erased unless the decision says otherwise; undefined when it is. */
  keep?: { outcome: Outcome; reason: string };
}

/** A shard of the plan: items of one type, workspace and rank, with the blobs behind them. */
export interface PlanShard {
  type: string;
  workspace: number;
  rank: number;
  items: ShardRef;
  /** Shard with the blob lines of these items (and perhaps of others). */
  blobs: ShardRef;
}

/** Blobs, versions and snapshots that a policy or hold keeps from being erased. */
export interface Held {
  blobs: number;
  /** The last of the dates, RFC 3339, where each of them has one: legal holds have none. */
  until?: string;
  /** How many of them are under a legal hold. */
  legalHolds: number;
}

/** A storage account of the plan: what it is set to, and what that means for the plan's blobs and files there. */
export interface PlannedStorage extends AccountSettings {
  /** Blobs and files of the plan there. */
  blobs: number;
  /** Their previous versions, snapshots and so on. */
  copies: number;
  /**
   * What stays restorable after it was erased (blobs, and as many versions and snapshots as there are), for how many
   * days, and until when if it were erased at once.
   */
  recoverable?: { blobs: number; days: number; until: string };
  held?: Held;
}

/** A model that was trained on data of the plan: somebody has to decide about it. A line of the plan's lineage. */
export interface LineageLine {
  /** Reference, ARM id, name and version of the model's version. */
  ref: string;
  id: string;
  name: string;
  version: string;
  workspace: string;
  /** ARM ids of the jobs that made it or something it was made from, and that read the data. */
  jobs: string[];
  /** References of planned items whose bytes those jobs read. */
  reads: string[];
  /** ARM ids of the deployments that serve it. */
  deployments: string[];
  /** Whether the plan erases the model itself. */
  planned: boolean;
}

/** Counts of one type. */
export interface PlanCount {
  items: number;
  blobs: number;
  bytes: number;
  kept: number;
}

/** The frozen plan. Its hash covers every shard, so it covers every item and every blob. */
export interface Plan {
  version: number;
  requestId: string;
  contentHash: string;
  action: string;
  workspaces: string[];
  counts: Partial<Record<string, PlanCount>>;
  totals: { items: number; blobs: number; bytes: number; weak: number; inUse: number; shared: number };
  gaps: Gap[];
  /** Things that exist and that nothing says the owner of; no gaps, but worth knowing. */
  notices: Gap[];
  /** The storage accounts behind it. */
  storage: PlannedStorage[];
  /** Lines of `LineageLine`: models trained on what is to be erased. */
  lineage: ShardRef;
  shards: PlanShard[];
  createdAt: string;
}

/** SHA-256 over the canonical form of a plan; the shards stand in it by their hashes, in the order of erasing. */
export function planHash(plan: Plan): string {
  return contentHash(plan);
}

/** What an approver may decide. */
export interface Decision {
  planHash: string;
  verdict: 'approve' | 'reject';
  /** References of items that are not to be touched. */
  exclude: string[];
  /** Whether items that are matched by a name only are erased too. */
  acceptWeak: boolean;
  /** References of items in use that may be taken out of use. */
  acceptInUse: string[];
  /** Who decided: the identity provider's object id and name, or `automatic`. */
  by: { id: string; name?: string };
  at: string;
}

/** SHA-256 over the canonical form of a decision. */
export function decisionHash(decision: Decision): string {
  return contentHash(decision);
}

/** What happens to an item under a decision, if one was needed: undefined means that it is erased. */
export function keptBecause(item: PlanItem, decision: Decision | undefined): PlanItem['keep'] {
  if (decision?.exclude.includes(item.ref)) return { outcome: 'cancelled', reason: 'excluded_by_approver' };
  // No approver can make room.
  if (item.unpackaged) return { outcome: 'blocked', reason: 'package_limit' };
  if (!decision) return item.keep;
  if (item.keep?.outcome === 'weak_match' && decision.acceptWeak) return undefined;
  if (item.keep?.outcome === 'in_use' && mayGoOutOfUse(item, decision)) return undefined;
  return item.keep;
}

/** Whether a decision names an item in use, or what it is a part of: a deployment goes with its endpoint. */
export function mayGoOutOfUse(item: Pick<PlanItem, 'ref' | 'partOf'>, decision: Decision | undefined): boolean {
  return [item.ref, ...(item.partOf ?? []).map(refOf)].some((ref) => decision?.acceptInUse.includes(ref));
}
