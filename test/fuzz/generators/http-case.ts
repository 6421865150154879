import type { RawCall } from '../raw-call';
import type { Body } from './body';

/** Who calls: one of the local users, nobody, or somebody who claims to be signed in. */
export type User = 'requester' | 'approver' | 'both' | 'reader' | 'nobody' | 'stranger';

/** What a call must lead to. */
export type Due =
  /** An answer of the app to a call that sends a body. */
  | { kind: 'body'; body: Body['expected'] }
  /** A known route with an id that nobody has: not found, after the caller's role was checked. */
  | { kind: 'missing'; route: string }
  /** The list of requests, or a fault of its query. */
  | { kind: 'list' }
  /** A decision that doesn't fit: refused, and the request still waits. */
  | { kind: 'decision' }
  /** Any answer but a success: there is nothing under such a path. */
  | { kind: 'nothing' }
  /** What isn't even HTTP: refused or cut off. */
  | { kind: 'broken' };

/** One case of the HTTP target. */
export interface HttpCase {
  user: User;
  call: RawCall;
  due: Due;
}

/** The id and the plan hash of the request that waits; the driver knows them. */
export const waitingMarks = { id: 'WAITING_ID', hash: 'WAITING_HASH' } as const;
