import type { Certificate } from '../../src/requests/certificate';
import type { PlanItem } from '../../src/requests/plan';
import type { Listing } from '../../local/listing/list-everything';

type Record_ = Listing['records'][number];

/** A blob, a file or directory of a share, or an image of a registry. */
interface Blob_ {
  store?: 'file' | 'image';
  account: string;
  container: string;
  path: string;
  etag: string;
}

/** The ARM id that a listed record has in a plan. */
export function idOf(record: Record_): string {
  // As a path holds names: what a URL would take for an escape, a query, a fragment or an end is escaped.
  const escaped = (name: string) => name.replace(/[%?#\\\s]/g, encodeURIComponent);
  const [kind, below] = record.type.split('/');
  const path = below ? `${kind}/${escaped(record.parent ?? '')}/${below}` : kind;
  return `${record.workspace}/${path}/${escaped(record.name)}`.toLowerCase();
}

/** Records that hold other things, or that nothing in a plan stands for. */
const unplanned: ReadonlySet<string> = new Set([
  ...['workspaces', 'storageAccounts', 'registries', 'locks', 'experiments', 'datastores'],
]);

/** Images of the registries, which the emulator keeps in their records. */
function imagesOf(listing: Listing): Blob_[] {
  type Repositories = { name: string; manifests: { digest: string }[] }[];
  return listing.records
    .filter((record) => record.type === 'registries')
    .flatMap((record) =>
      ((record.body.repositories ?? []) as Repositories).flatMap(({ name: container, manifests }) =>
        manifests.map(({ digest }): Blob_ => ({
          ...{ store: 'image', account: record.name.toLowerCase(), container, path: digest, etag: digest },
        })),
      ),
    );
}

/** Blobs, files and images alike; share snapshots are nothing that erasing touches. */
function bytesOf(listing: Listing): Blob_[] {
  const files = listing.files.filter((file) => file.snapshot === undefined);
  return [
    ...listing.blobs,
    ...files.map((file): Blob_ => ({ ...file, store: 'file', container: file.share })),
    ...imagesOf(listing),
  ];
}

const blobId = (blob: Blob_) => `${blob.store ?? 'blob'} ${blob.account}/${blob.container}/${blob.path}`;
const inRange = (blob: Blob_, range: PlanItem['ranges'][number]) =>
  (blob.store ?? 'blob') === (range.store ?? 'blob') &&
  blob.account === range.account &&
  blob.container === range.container &&
  (blob.path === range.path || (range.kind === 'prefix' && blob.path.startsWith(range.path)));

/** Types whose items are folders of a job or person, and have no record that could keep the bytes in them. */
const folders: ReadonlySet<string> = new Set(['runHistory', 'notebook', 'fileStore']);

/** How many of the listed blobs lie in a range of a planned item: each counts once, whoever else owns it too. */
export function blobsInPlan(plan: readonly PlanItem[], listing: Listing): number {
  return bytesOf(listing).filter((blob) => plan.some((item) => item.ranges.some((range) => inRange(blob, range))))
    .length;
}

/** What is wrong between a certificate and what two independent listings show. Empty when all of it is true. */
export function contradictions(
  certificate: Certificate,
  plan: readonly PlanItem[],
  before: Listing,
  after: Listing,
): string[] {
  const wrong: string[] = [];
  const kept = new Map(certificate.results.kept.map((entry) => [entry.ref, entry.outcome]));
  const items = new Map(plan.map((item) => [item.id.toLowerCase(), item]));
  const there = new Map(after.records.map((record) => [idOf(record), record]));

  for (const record of before.records) {
    if (unplanned.has(record.type)) continue;
    const id = idOf(record);
    // A run is the other half of a job, and a deployment goes with its endpoint.
    const item = items.get(id.replace('/runs/', '/jobs/')) ?? items.get(id.replace(/\/deployments\/[^/]+$/, ''));
    const now = there.get(id);
    const outcome = item && (kept.get(item.ref) ?? 'deleted');
    if (!item && !now) wrong.push(`not planned, but gone: ${id}`);
    if (!item && now && JSON.stringify(now) !== JSON.stringify(record)) wrong.push(`not planned, but changed: ${id}`);
    if (outcome === 'deleted' && now) wrong.push(`certified as deleted, but there: ${id}`);
    if (outcome && outcome !== 'deleted' && !now) wrong.push(`certified as ${outcome}, but gone: ${id}`);
    if (outcome === 'archived_only' && now && !now.archived) wrong.push(`certified as archived, but active: ${id}`);
  }

  const left = new Map(bytesOf(after).map((blob) => [blobId(blob), blob]));
  let gone = 0;
  for (const blob of bytesOf(before)) {
    const now = left.get(blobId(blob));
    const owners = plan.filter((item) => item.ranges.some((range) => inRange(blob, range)));
    // Of a folder that is kept in part, the rest goes.
    const partly = (item: PlanItem) =>
      folders.has(item.type) && ['shared_skipped', 'blocked', 'drifted'].includes(kept.get(item.ref) ?? '');
    const erased = owners.filter(
      (item) => !kept.has(item.ref) || kept.get(item.ref) === 'archived_only' || partly(item),
    );
    // A directory changes with what is in it.
    if (now && now.etag !== blob.etag && !blob.path.endsWith('/')) wrong.push(`changed: ${blobId(blob)}`);
    if (now) continue;
    gone += 1;
    if (erased.length === 0) wrong.push(`gone, but nothing planned and erased owns it: ${blobId(blob)}`);
  }
  const deleted = Object.values(certificate.results.blobs.erase).reduce(
    (sum, outcomes) => sum + (outcomes.deleted?.blobs ?? 0),
    0,
  );
  const late = deleted - gone;
  if (late < 0) wrong.push(`${gone} blobs are gone, the certificate says ${deleted}`);
  const running = plan.filter((item) => item.type === 'runHistory' && item.live).length;
  if (late > running) wrong.push(`the certificate says ${deleted} blobs, ${gone} are gone, ${running} jobs ran`);
  return wrong;
}
