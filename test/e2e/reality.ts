import type { Certificate } from '../../src/requests/certificate/certificate';
import type { PlanItem } from '../../src/requests/plan/plan';
import type { Listing } from '../../local/listing/list-everything';
import type { OutcomeLine } from '../../src/requests/outcomes';
import { bytesId, bytesOf, Found, inRange, type ListedBytes } from './listed-bytes';
import { wrongLines } from './reality-of-copies';

type Record_ = Listing['records'][number];

/** Records that are no child of a workspace: their ARM id is where they are. */
const own = new Set([
  ...['workspaces', 'storageAccounts', 'vaults', 'registries', 'insightsComponents', 'operationalInsightsWorkspaces'],
]);
/** Records that no plan names: locks, and what a deletion leaves behind for a while. */
const aside = new Set(['locks', 'deletedVaults', 'softDeletedWorkspaces']);

/** The ARM id that a listed record has in a plan. */
export function idOf(record: Record_): string {
  if (own.has(record.type)) return record.workspace.toLowerCase();
  // As a path holds names: what a URL would take for an escape, a query, a fragment or an end is escaped.
  const escaped = (name: string) => name.replace(/[%?#\\\s\p{Cc}]/gu, encodeURIComponent);
  const [kind, below] = record.type.split('/');
  const path = below ? `${kind}/${escaped(record.parent ?? '')}/${below}` : kind;
  return `${record.workspace}/${path}/${escaped(record.name)}`.toLowerCase();
}

/** How many of the listed blobs lie in a range of a planned item: each counts once, whoever else owns it too. */
export function blobsInPlan(plan: readonly PlanItem[], listing: Listing): number {
  return bytesOf(listing).filter((blob) => plan.some((item) => item.ranges.some((range) => inRange(blob, range))))
    .length;
}

/**
 * What is wrong between a certificate, with the outcome lines behind it (the latest first) where they are given, and
 * what two independent listings show. Empty when all of it is true.
 */
export function contradictions(
  certificate: Certificate,
  plan: readonly PlanItem[],
  before: Listing,
  after: Listing,
  lines?: readonly OutcomeLine[],
): string[] {
  const kept = new Map(certificate.results.kept.map((entry) => [entry.mark, entry.outcome]));
  if (certificate.results.keptCount > kept.size) throw new Error('The certificate does not list all that was kept.');
  const outcomeOf = (item: PlanItem) => kept.get(item.mark ?? '') ?? 'deleted';
  const erased = new Set(plan.filter((item) => outcomeOf(item) === 'deleted').map(({ id }) => id.toLowerCase()));
  return [
    ...wrongRecords(plan, outcomeOf, erased, before, after),
    ...wrongVaults(plan, outcomeOf, before, after),
    ...wrongBytes(plan, outcomeOf, erased, before, after),
    ...wrongCounts(certificate, plan, before, after),
    ...(lines ? wrongLines(lines, plan, before, after) : []),
  ];
}

type OutcomeOf = (item: PlanItem) => string;

function wrongRecords(
  plan: readonly PlanItem[],
  outcomeOf: OutcomeOf,
  erased: ReadonlySet<string>,
  before: Listing,
  after: Listing,
): string[] {
  const wrong: string[] = [];
  const items = new Map(plan.map((item) => [item.id.toLowerCase(), item]));
  const there = new Map(after.records.map((record) => [idOf(record), record]));
  const known = new Set(before.records.map(idOf));
  for (const record of before.records) {
    if (aside.has(record.type)) {
      if (!there.has(idOf(record))) wrong.push(`a ${record.type} is gone: ${idOf(record)}`);
      continue;
    }
    const id = idOf(record);
    const now = there.get(id);
    // A run is the other half of a job, and its metrics are a part of it.
    const item = items.get(id.replace(/\/(runs|runmetrics)\//, '/jobs/'));
    const outcome = item && outcomeOf(item);
    if (!own.has(record.type) && erased.has(record.workspace.toLowerCase())) {
      // Whatever was in a workspace goes with it, also what no plan names: the datastores that it was born with.
      if (now) wrong.push(`in a workspace that was deleted, but there: ${id}`);
      if (!item && !bornWith(record)) wrong.push(`gone with its workspace, but not planned: ${id}`);
      continue;
    }
    if (!item && !now) wrong.push(`not planned, but gone: ${id}`);
    if (!item && now && comparable(now) !== comparable(record)) wrong.push(`not planned, but changed: ${id}`);
    if (outcome === 'deleted' && now) wrong.push(`certified as deleted, but there: ${id}`);
    if (outcome && !['deleted', 'soft_deleted'].includes(outcome) && !now)
      wrong.push(`certified as ${outcome}, but gone: ${id}`);
    if (outcome === 'archived_only' && now && !now.archived) wrong.push(`certified as archived, but active: ${id}`);
  }
  for (const record of after.records) {
    // What people make meanwhile is theirs; a workspace in this state would be of our making, and recoverable.
    if (record.type === 'softDeletedWorkspaces' && !known.has(idOf(record)))
      wrong.push(`soft-deleted only: ${idOf(record)}`);
  }
  return wrong;
}

/** What Azure puts into every workspace, or makes for it, and nobody plans to erase. */
function bornWith(record: Record_): boolean {
  const { createdByType } = (record.body.systemData ?? {}) as { createdByType?: string };
  return createdByType === 'Application';
}

/** The text of a record, less what changes when something else does: images are compared as bytes. */
function comparable(record: Record_): string {
  const { repositories: _images, ...body } = record.body;
  return JSON.stringify({ ...record, body });
}

/** A vault is gone for good, or soft-deleted until the date that the certificate has. */
function wrongVaults(plan: readonly PlanItem[], outcomeOf: OutcomeOf, before: Listing, after: Listing): string[] {
  const deleted = (listing: Listing) =>
    listing.records.filter(({ type }) => type === 'deletedVaults').map(({ name }) => name);
  const fresh = deleted(after).filter((name) => !deleted(before).includes(name));
  const promised = plan.filter((item) => item.type === 'keyVault' && outcomeOf(item) === 'soft_deleted');
  return [
    ...promised
      .filter(({ name }) => !fresh.includes(name))
      .map(({ id }) => `certified as soft-deleted, but not: ${id}`),
    ...fresh
      .filter((name) => !promised.some((item) => item.name === name))
      .map((name) => `soft-deleted, but not certified so: ${name}`),
  ];
}

/** Outcomes of an item of whose bytes some may be gone: a folder that is kept in part, a record that only is archived. */
const inPart = new Set(['archived_only', 'shared_skipped', 'blocked', 'drifted', 'failed', 'soft_deleted']);

function wrongBytes(
  plan: readonly PlanItem[],
  outcomeOf: OutcomeOf,
  erased: ReadonlySet<string>,
  before: Listing,
  after: Listing,
): string[] {
  const wrong: string[] = [];
  const found = new Found(after);
  for (const blob of bytesOf(before)) {
    const now = found.now(blob);
    const owners = plan.filter((item) => item.ranges.some((range) => inRange(blob, range)));
    // A directory changes with what is in it.
    if (now && now.etag !== blob.etag && !blob.path.endsWith('/')) wrong.push(`changed: ${bytesId(blob)}`);
    if (now && !owners.length && stateOf(now) !== stateOf(blob))
      wrong.push(`not planned, but changed: ${bytesId(blob)}`);
    if (now && (now.deletedAt === undefined || blob.deletedAt !== undefined)) {
      // What was soft-deleted before stays so, whatever becomes of its owner.
      if (blob.deletedAt !== undefined) continue;
      // Of what somebody else owns too the record may go, and the bytes stay.
      const liar = owners.find((item) => outcomeOf(item) === 'deleted' && !isShared(item, blob));
      if (liar) wrong.push(`certified as deleted, but its bytes are there: ${liar.id} ${bytesId(blob)}`);
      continue;
    }
    if (wentWithItsHolder(blob, before, erased)) continue;
    const mayBeGone = (item: PlanItem) => {
      if (outcomeOf(item) === 'deleted') return true;
      return inPart.has(outcomeOf(item)) && !isShared(item, blob);
    };
    if (!owners.some(mayBeGone)) wrong.push(`gone, but nothing planned and erased owns it: ${bytesId(blob)}`);
  }
  return wrong;
}

/** What may not change in a copy that nobody planned to erase. */
function stateOf({ copy, deletedAt, heldUntil, legalHold, leased }: ListedBytes): string {
  return JSON.stringify({ copy, deletedAt, heldUntil, legalHold, leased });
}

function isShared({ sharedWith = [] }: PlanItem, blob: ListedBytes): boolean {
  return sharedWith.some(({ range }) => inRange(blob, range));
}

/** Whether the account or registry that held some bytes was erased itself. */
function wentWithItsHolder(blob: ListedBytes, before: Listing, erased: ReadonlySet<string>): boolean {
  const kind = blob.store === 'image' ? 'registries' : 'storageAccounts';
  return before.records.some(
    ({ type, name, workspace }) =>
      type === kind && name.toLowerCase() === blob.account && erased.has(workspace.toLowerCase()),
  );
}

/** The certificate counts each planned blob that is gone, and besides what a job wrote until it stopped. */
function wrongCounts(certificate: Certificate, plan: readonly PlanItem[], before: Listing, after: Listing): string[] {
  const found = new Found(after);
  const planned = (blob: ListedBytes) => plan.some((item) => item.ranges.some((range) => inRange(blob, range)));
  const absent = bytesOf(before).filter((blob) => !found.now(blob) && planned(blob));
  // Blocks that were never committed may have become a blob that can be restored.
  const blocks = absent.filter(({ copy }) => copy === 'uncommitted').length;
  const gone = absent.length - blocks;
  const deleted = Object.values(certificate.results.blobs.erase).reduce(
    (sum, outcomes) => sum + (outcomes.deleted?.blobs ?? 0),
    0,
  );
  const running = plan.filter((item) => item.type === 'runHistory' && item.live).length;
  if (deleted < gone) return [`${gone} blobs are gone, the certificate says ${deleted}`];
  if (deleted - gone <= running + blocks) return [];
  return [`the certificate says ${deleted} blobs, ${gone} are gone, ${running} jobs ran`];
}
