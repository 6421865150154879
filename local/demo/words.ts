import { inOneLine } from '../terminal';

/** How a stage of a request is called, and what happens in it. */
export const stageWords: Readonly<Record<string, { title: string; hint: string }>> = {
  inventorying: {
    title: 'Inventory',
    hint: 'lists everything in the workspace, to the last page, and freezes the plan',
  },
  awaiting_approval: { title: 'Approval', hint: 'waits until somebody else than the requester decides' },
  exporting: { title: 'Export', hint: 'stops what still runs, then copies records and files into a package' },
  erasing: { title: 'Erasure', hint: 'erases the bytes first, then the records' },
  verifying: { title: 'Verification', hint: 'lists everything again and erases what is still there' },
};

/** States in which a request has ended. */
export const endStates: ReadonlySet<string> = new Set([
  'completed',
  'completed_with_gaps',
  'rejected',
  'expired',
  'cancelled',
  'failed',
]);

/** What an outcome means to somebody who sees it for the first time. */
export const outcomeWords: Readonly<Record<string, string>> = {
  exported: 'exported',
  deleted: 'deleted',
  already_absent: 'already gone',
  archived_only: 'bytes erased, record archived',
  soft_deleted: 'deleted, recoverable for a while',
  pending: 'asked for, under way',
  shared_skipped: 'kept: shared',
  out_of_scope: 'kept: out of scope',
  blocked: 'kept: blocked',
  in_use: 'kept: in use',
  weak_match: 'kept: weak match',
  drifted: 'kept: changed since the plan',
  new_since_plan: 'kept: new since the plan',
  cancelled: 'kept: taken out',
  failed: 'failed',
};

/** Why something is still there, and whether that is a gap: then the request can't end `completed`. */
export const keptWords: Readonly<Record<string, { gap: boolean; text: string }>> = {
  archived_only: { gap: false, text: 'the bytes are erased; Azure ML archives such records and never deletes them' },
  soft_deleted: { gap: false, text: 'Azure keeps it recoverable until a date, and then it is gone' },
  shared_skipped: {
    gap: false,
    text: 'its bytes or its record also belong to something outside the plan, or that stays',
  },
  pending: { gap: true, text: 'Azure carries it out in its own time, and is asked again until it has' },
  out_of_scope: { gap: false, text: 'lies outside of what the request names, or is listed only' },
  blocked: { gap: true, text: 'a lock, hold, lease or policy forbids it' },
  in_use: { gap: true, text: 'it serves production or something that stays, and the approval did not name it' },
  weak_match: { gap: true, text: 'matched by a name only, and not accepted by the approver' },
  drifted: { gap: true, text: 'it changed after the plan was made' },
  new_since_plan: { gap: true, text: 'it appeared after the plan was made' },
  cancelled: { gap: true, text: 'taken out by the approver or by cancelling' },
  failed: { gap: true, text: 'the service refused or failed, or nobody knows where the files lie' },
};

/** How the kinds of gaps are called; a kind that is not here shows its code. */
export const gapWords: Readonly<Record<string, string>> = {
  not_handled: 'exists, and this version does not handle it',
  unreadable: 'a listing was refused or failed for good',
  workspace_not_found: 'the request names a workspace that Azure does not know',
  run_history_unreachable: 'children and exact identities of jobs are unknown',
  scope_unreadable: 'the workspaces of a subscription or resource group could not be listed',
  subscription_unreadable: 'other workspaces could not be listed, so more owners of files may exist',
  sharing_unknown: 'who else owns files could not be found out, so what may be theirs stays',
  references_unknown: 'what others point to could not be found out, so nothing there counts as forgotten',
  lineage_unknown: 'who trained models on this data could not be found out for all of them',
  storage_unreadable: 'files could not be listed',
  storage_settings_unknown: 'the settings of a storage account are unknown, so nobody knows what can be restored there',
  deleted_container: 'was deleted, and whoever restores it until the date has all that was in it',
  copies_unknown: 'older or deleted copies of files could not be listed',
  share_snapshot: 'snapshots of a file share still hold copies, and only whole snapshots can be deleted',
  plan_limit: 'more was found than one plan may hold, so nothing was touched: ask for it in parts',
  package_limit: 'the package has no room for it, so it was neither exported nor erased',
  step_failed: 'a step failed for good after all its tries',
  restored: 'somebody has restored what had been erased',
  reappeared: 'something new lies under the name of what had been erased',
  not_reverified: 'nobody could look whether it is gone for good',
  not_carried_out: 'Azure did not carry out what it had taken on',
  identity_conflict: 'the same name with another object id',
  email_not_seen: 'named by e-mail only, and no job carries it: somebody with another UPN would not be found',
  object_id_unknown: 'the object id is unknown, and this type names people by nothing else',
  display_name_unknown: 'the display name is unknown, so only what a job of theirs made could be found',
  alias_unknown: 'the alias is unknown, and this type names people by nothing else',
  identity_not_searchable: 'named by an alias only, which finds notebooks and nothing else',
  age_unknown: 'the request asks by age, and the service names no date',
};

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-GB')} ${noun}${number === 1 ? '' : 's'}`;
}

/** A size for people: bytes, kB, MB or GB, as on the certificate. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 999.95 && unit < units.length - 1; unit += 1) value /= 1000;
  return unit === 0 ? count(bytes, 'byte') : `${value.toFixed(1)} ${units[unit]}`;
}

/** Lines of at most `width` characters, broken at spaces; the second and following ones stand two further in. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of inOneLine(text).split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}  `;
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line.trimEnd()];
}
