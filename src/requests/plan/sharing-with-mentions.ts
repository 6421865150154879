import type { Arm } from '../../azure/arm';
import { mentions } from '../../resources/ownership/mentions';
import type { OwnersView, Workspace } from '../../resources/workspace';
import { RangeIndex } from '../../storage/range-index';
import type { Note, Owned } from './owned';

/** The items that nobody owns and that stay as long as anything outside the plan still points to them. */
export function uploadsAmong(owned: readonly Owned[]): RangeIndex<Owned> | undefined {
  const uploads = owned.filter(({ type }) => type === 'upload');
  if (uploads.length === 0) return undefined;
  const index = new RangeIndex<Owned>();
  for (const item of uploads) for (const range of item.ranges) index.add(range, item);
  return index;
}

/**
 * An upload that a job outside the plan takes as its input stays, as does one that a table is made of. This is asked for uploads only: whoever reads somebody's asset doesn't own it, so that its owner can have it erased.
 */
export async function noteMentions(
  arm: Arm,
  workspace: Workspace,
  view: OwnersView,
  uploads: RangeIndex<Owned>,
  planned: ReadonlySet<string>,
  note: Note,
): Promise<void> {
  for await (const { id, range } of mentions(arm, workspace, view)) {
    if (planned.has(id.toLowerCase())) continue;
    for (const item of uploads.overlapping(range)) note(item, { id, range });
  }
}
