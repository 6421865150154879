import { ArmError } from '../arm-error';
import { asObject } from '../json';
import type { ResourceRecord } from '../records';
import type { ArmCall } from './arm-type';

/** Whether the record says that it is archived. */
export function isArchived(record: ResourceRecord): boolean {
  return asObject(record.body.properties).isArchived === true;
}

/** Applies listViewType. Without it only active resources are listed. */
export function matchesListView(archived: boolean, call: ArmCall): boolean {
  const view = call.query.listviewtype ?? 'ActiveOnly';
  if (view === 'All') return true;
  if (view === 'ActiveOnly') return !archived;
  if (view === 'ArchivedOnly') return archived;
  throw new ArmError(400, 'ValidationError', `The value '${view}' is not valid for listViewType.`);
}

/** The usual filter of assets and jobs. */
export function byListView(record: ResourceRecord, call: ArmCall): boolean {
  return matchesListView(isArchived(record), call);
}
