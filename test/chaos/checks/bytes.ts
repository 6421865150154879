import { bytesId, bytesOf, Found, inRange, type ListedBytes } from '../../e2e/listed-bytes';
import type { Evidence } from '../evidence';
import { claimsOf, groupBy, inWords, plannedItems, saysGone, type Claim } from './claims';
import { placeOfUrl } from './place';

/** What is wrong between all certificates together and the blobs and files that there were and are, in every copy. */
export function wrongBytes(evidence: Pick<Evidence, 'before' | 'after' | 'requests'>): string[] {
  const claims = groupBy(claimsOf(evidence, 'blob'), ({ line }) => placeOfUrl(line.id));
  const found = new Found(evidence.after);
  const wrong = bytesOf(evidence.before).flatMap((blob) => {
    // Blocks that were never committed are erased as what they were committed to, in the same place.
    const blocks = blob.copy === 'uncommitted';
    const all = claims.get(bytesId(blocks ? { ...blob, copy: undefined } : blob)) ?? [];
    const said = all.filter(
      ({ line }) => blocks || isFolder(blob) || line.etag === undefined || line.etag.replaceAll('"', '') === blob.etag,
    );
    return wrongOf(blob, said, found.now(blob)).map((what) => `${what}: ${bytesId(blob)}`);
  });
  return [...wrong, ...newBytes(evidence)];
}

/** What is wrong with what is said of one copy of a blob; `now` is what is in its place. */
function wrongOf(blob: ListedBytes, said: readonly Claim[], now: ListedBytes | undefined): string[] {
  const same = isFolder(blob) || now?.etag === blob.etag ? now : undefined;
  const readable = same !== undefined && same.deletedAt === undefined;
  const wrong = said.flatMap((claim) => {
    const { request, line } = claim;
    if (same && saysGone(claim))
      return [`${request} says ${line.outcome}, but it is ${readable ? 'there' : 'restorable'}`];
    return readable && line.outcome === 'soft_deleted' ? [`${request} says soft_deleted, but it is there`] : [];
  });
  // What was soft-deleted before any request was handed in is nobody's doing.
  if (readable || blob.deletedAt !== undefined) return wrong;
  if (now && now.deletedAt === undefined) return [...wrong, 'changed'];
  const doer = said.some(({ line }) => line.outcome === 'deleted' || line.outcome === 'soft_deleted');
  return doer ? wrong : [...wrong, `gone, and no request says that it deleted it (${inWords(said)})`];
}

/** A directory of a share changes with what is in it. */
function isFolder({ store, path }: ListedBytes): boolean {
  return store === 'file' && path.endsWith('/');
}

/** Only jobs that were still running may have written something. */
function newBytes(evidence: Pick<Evidence, 'before' | 'after' | 'requests'>): string[] {
  const known = new Found(evidence.before);
  const live = plannedItems(evidence).filter((item) => item.live);
  return bytesOf(evidence.after)
    .filter((blob) => blob.deletedAt === undefined && blob.copy === undefined && known.now(blob) === undefined)
    .filter((blob) => !live.some((item) => item.ranges.some((range) => inRange(blob, range))))
    .map((blob) => `nobody made it, but it is there: ${bytesId(blob)}`);
}
