import type { Listing } from '../../local/listing/list-everything';
import type { OutcomeLine } from '../../src/requests/outcomes';
import type { PlanItem } from '../../src/requests/plan/plan';
import { bytesId, bytesOf, Found, inRange, type ListedBytes } from './listed-bytes';

const DAY = 86_400_000;

/**
 * What is wrong between outcome lines (the latest first) and what two independent listings show of each copy of each
 * blob: what is called deleted is in no form there, what is called soft-deleted is so until that date, what is called
 * blocked is there and held, and nothing else of the plan went.
 */
export function wrongLines(
  lines: readonly OutcomeLine[],
  plan: readonly PlanItem[],
  before: Listing,
  after: Listing,
): string[] {
  const wrong: string[] = [];
  const found = new Found(after);
  const said = finalLines(lines);
  const ofPlace = new Map([...said.values()].map(([line, blob]) => [placeOf(blob), line]));
  for (const [line, blob] of said.values()) {
    const now = found.now(blob);
    const complaint = complaintOf(line, now?.etag === blob.etag ? now : undefined);
    if (complaint) wrong.push(`${complaint}: ${bytesId(blob)}`);
  }
  for (const blob of bytesOf(before)) {
    if (blob.store !== undefined || blob.deletedAt !== undefined) continue;
    const planned = plan.some((item) => item.ranges.some((range) => inRange(blob, range)));
    const now = found.now(blob);
    if (!planned || (now && now.deletedAt === undefined)) continue;
    // Blocks that were never committed have no copy of their own: what they were erased as has their place.
    const blocks = blob.copy === 'uncommitted';
    const outcome = (blocks ? ofPlace.get(placeOf(blob)) : said.get(keyOf(blob))?.[0])?.outcome;
    const right = now || blocks ? ['soft_deleted'] : [];
    if (!now) right.push('deleted', 'already_absent');
    if (!outcome || !right.includes(outcome))
      wrong.push(`${now ? 'soft-deleted' : 'gone'}, but the lines say ${outcome ?? 'nothing'}: ${bytesId(blob)}`);
  }
  return wrong;
}

function complaintOf(line: OutcomeLine, now: ListedBytes | undefined): string | undefined {
  switch (line.outcome) {
    case 'deleted':
    case 'already_absent':
      return now && `said to be ${line.outcome}, but ${now.deletedAt === undefined ? 'there' : 'restorable'}`;
    case 'soft_deleted':
      if (now?.recoverableUntil === undefined) return `said to be soft-deleted, but ${now ? 'there' : 'gone'}`;
      return wrongDate(line.until, now.recoverableUntil);
    case 'blocked':
      if (!now || now.deletedAt !== undefined) return 'said to be blocked, but gone';
      if (!now.leased && !now.legalHold && now.heldUntil === undefined)
        return 'said to be blocked, but nothing holds it';
      return line.until && now.heldUntil ? wrongDate(line.until, now.heldUntil) : undefined;
    default:
      return undefined;
  }
}

/** A date may be a day late, for what a service says in whole days, and never early; seconds are not told. */
function wrongDate(said: string | undefined, real: string): string | undefined {
  const late = Date.parse(said ?? '') - Date.parse(real);
  return late >= -1000 && late <= DAY ? undefined : `said until ${said}, but it is until ${real}`;
}

/** The last line of each blob's erasing, with the bytes that it is about. */
function finalLines(lines: readonly OutcomeLine[]): Map<string, [OutcomeLine, ListedBytes]> {
  const last = new Map<string, [OutcomeLine, ListedBytes]>();
  for (const line of lines) {
    const blob = line.kind === 'blob' && line.step === 'erase' ? bytesOfLine(line) : undefined;
    if (blob && !last.has(keyOf(blob))) last.set(keyOf(blob), [line, blob]);
  }
  return last;
}

function placeOf({ account, container, path }: ListedBytes): string {
  return `${account}/${container}/${path}`;
}

/** A deleted blob and a current one may have one name: their etags differ. */
function keyOf(blob: ListedBytes): string {
  return `${bytesId(blob)} ${blob.versionId ?? blob.snapshot ?? blob.etag}`;
}

/** The blob that a line's URL names; undefined for files, for images, and for what lies out of scope. */
function bytesOfLine({ id, etag = '' }: OutcomeLine): ListedBytes | undefined {
  // What lies out of scope is called as the asset calls it.
  if (!URL.canParse(id)) return undefined;
  const { protocol, pathname, searchParams } = new URL(id);
  if (protocol !== 'https:' || pathname.startsWith('/_')) return undefined;
  const [account = '', container = '', ...path] = pathname.slice(1).split('/').map(decodeURIComponent);
  return {
    ...{ account, container, path: path.join('/'), etag: etag.replaceAll('"', '') },
    versionId: searchParams.get('versionid') ?? undefined,
    snapshot: searchParams.get('snapshot') ?? undefined,
  };
}
