/** What became of an item or a blob, whether that leaves a gap, and how to say it. */
export const outcomeTable = {
  exported: { gap: false, text: 'copied into the package' },
  deleted: { gap: false, text: 'deleted and verified' },
  already_absent: { gap: false, text: 'was already gone' },
  archived_only: { gap: false, text: 'bytes erased; the platform keeps the archived record' },
  soft_deleted: { gap: false, text: 'deleted, but recoverable until a date' },
  shared_skipped: { gap: false, text: 'kept: the bytes also belong to something outside the plan' },
  pending: { gap: true, text: 'asked for, and Azure carries it out in its own time: it is looked at again' },
  out_of_scope: { gap: false, text: 'kept: lies outside what the request names' },
  blocked: { gap: true, text: 'kept: a hold, lock, lease or policy forbids it' },
  in_use: { gap: true, text: 'kept: it is in use and the approval does not name it' },
  weak_match: {
    gap: true,
    text: 'kept: matched by a name only (display name, or a guessed alias) and not accepted by the approver',
  },
  drifted: { gap: true, text: 'kept: it changed after the plan' },
  new_since_plan: { gap: true, text: 'kept: it appeared after the plan' },
  cancelled: { gap: true, text: 'kept: taken out by the approver or by cancelling the request' },
  failed: {
    gap: true,
    text: 'not done, or not verified: the service refused or failed, or nobody knows where the bytes lie',
  },
} as const;

/** The outcome of an item or a blob. */
export type Outcome = keyof typeof outcomeTable;

/** Whether this outcome makes a request end with gaps. This table is the only place that decides it. */
export function isGap(outcome: Outcome): boolean {
  return outcomeTable[outcome].gap;
}

/** One line of an outcome shard. */
export interface OutcomeLine {
  /** Reference of the plan item. */
  ref: string;
  /** Resource type. */
  type: string;
  /** `item` for the record itself, `blob` for one of its blobs. */
  kind: 'item' | 'blob';
  /** Which part of the work this is the outcome of. */
  step: 'export' | 'erase';
  /** ARM id, or blob URL without query. Outcome shards are restricted documents. */
  id: string;
  outcome: Outcome;
  /** Machine-readable reason, such as Azure's error code. */
  reason?: string;
  /** `soft_deleted`: until when it can be restored; `blocked`: until when it is held. RFC 3339, where it is known. */
  until?: string;
  bytes?: number;
  /** Etag of the blob that this is about. */
  etag?: string;
  /** The blob appeared or changed while its job was still running. */
  late?: boolean;
  /** When it was done, RFC 3339. */
  at: string;
}

/** The worst outcome first: gaps, then what is still there, then what is gone. No part may hide a worse one. */
const severity: readonly Outcome[] = [
  'failed',
  'blocked',
  'drifted',
  'new_since_plan',
  'cancelled',
  'in_use',
  'weak_match',
  'pending',
  'shared_skipped',
  'out_of_scope',
  'soft_deleted',
  'archived_only',
  'deleted',
  'already_absent',
  'exported',
];

/** The outcome that an item gets from the outcomes of its parts; undefined when it has none. */
export function worst(outcomes: Iterable<Outcome>): Outcome | undefined {
  const present = new Set(outcomes);
  return severity.find((outcome) => present.has(outcome));
}
