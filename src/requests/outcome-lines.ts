import { now } from '../config/clock';
import type { ListedBlob } from '../storage/byte-store';
import { blobUrl } from '../storage/bytes';
import type { Outcome, OutcomeLine } from './outcomes';
import type { PlanItem } from './plan/plan';

/** What an outcome line needs of an item. */
type Item = Pick<PlanItem, 'ref' | 'type' | 'id'>;

/** The outcome line of an item itself. */
export function itemLine(
  item: Item,
  step: OutcomeLine['step'],
  outcome: Outcome,
  reason?: string,
  until?: string,
): OutcomeLine {
  const { ref, type, id } = item;
  const line: OutcomeLine = { ref, type, kind: 'item', step, id, outcome, reason, at: now().toISOString() };
  return until === undefined ? line : { ...line, until };
}

/** The outcome line of one of an item's blobs. */
export function blobLine(
  item: Item,
  blob: ListedBlob & { late?: boolean },
  step: OutcomeLine['step'],
  outcome: Outcome,
  reason?: string,
  until?: string,
): OutcomeLine {
  return {
    ...itemLine(item, step, outcome, reason, until),
    ...{ kind: 'blob', id: blobUrl(blob), bytes: blob.size, etag: blob.etag },
    ...(blob.late ? { late: true } : {}),
  };
}
