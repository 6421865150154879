import { settings } from '../../config/settings';
import type { Gap } from '../../resources/resource-type';
import { jobIdOf, runHistoryIdOf } from '../../resources/run-history';
import { humanBytes } from '../html';
import type { PlanItem } from './plan';

/** What a package may hold. */
export interface PackageLimit {
  bytes: number;
  files: number;
}

/** What the settings allow. */
export function packageLimit(): PackageLimit {
  const { PACKAGE_LIMIT_BYTES, PACKAGE_LIMIT_FILES } = settings();
  return { bytes: PACKAGE_LIMIT_BYTES, files: PACKAGE_LIMIT_FILES };
}

/**
 * Marks the items that the package has no room for: nothing is erased that could not be exported. In the order of the
 * plan each gets a place that still fits. An item takes along what would go with it, or would lose a part: the job of
 * its files, the endpoint above its deployment. Returns a gap for each type and workspace. `isPackaged` leaves out types
 * of which there is nothing in packages.
 */
export function fitPackage(
  items: readonly PlanItem[],
  limit: PackageLimit,
  isPackaged: (item: PlanItem) => boolean = () => true,
): Gap[] {
  const left = { ...limit };
  const over = new Set<string>();
  for (const item of items) {
    if (!isPackaged(item)) continue;
    const size = sizeOf(item);
    if (size.bytes > left.bytes || size.files > left.files) {
      for (const id of familyOf(item)) over.add(id);
      continue;
    }
    left.bytes -= size.bytes;
    left.files -= size.files;
  }
  const without = items.filter((item) => isPackaged(item) && over.has(item.id.toLowerCase()));
  for (const item of without) item.unpackaged = true;
  return gapsOf(without);
}

/** Its files with their copies, and one for its record. Images are not copied. */
function sizeOf({ ranges }: PlanItem): PackageLimit {
  const size = { bytes: 0, files: 1 };
  for (const { store, blobs, bytes, copies } of ranges) {
    if (store === 'image') continue;
    size.bytes += bytes + (copies?.bytes ?? 0);
    size.files += blobs + (copies?.blobs ?? 0);
  }
  return size;
}

/** Ids, in lower case, of an item, of what it is a part of, and for jobs and their files of the other half. */
function familyOf({ id, partOf = [] }: PlanItem): string[] {
  return [id, ...partOf]
    .flatMap((each) => [each, jobIdOf(each), runHistoryIdOf(each)])
    .map((each) => each.toLowerCase());
}

function gapsOf(items: readonly PlanItem[]): Gap[] {
  const sums = new Map<string, { type: string; workspace: string; items: number; bytes: number }>();
  for (const item of items) {
    const { type, workspace } = item;
    const sum = sums.get(`${type} ${workspace}`) ?? { type, workspace, items: 0, bytes: 0 };
    sum.items += 1;
    sum.bytes += sizeOf(item).bytes;
    sums.set(`${type} ${workspace}`, sum);
  }
  return [...sums.values()].map(({ items: count, bytes, ...at }) => ({
    ...{ code: 'package_limit', ...at, detail: `${count} ${count === 1 ? 'item' : 'items'}, ${humanBytes(bytes)}` },
  }));
}
