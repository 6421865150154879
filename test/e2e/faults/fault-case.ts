import type { ProxyFault } from '../../../local/fault-proxy/rules';
import type { Proxies } from '../../../local/system/proxies';
import { atOnce, refusal } from './answers';
import { workspaceId } from '../harness';

/** What a case may break: the things of its group's workspace and account, and what all share. */
export interface Place {
  workspace: string;
  account: string;
  /** Origin of Resource Manager as the app knows it. */
  arm: string;
}

/** One thing that misbehaves. */
export interface Fault {
  at: 'emulator' | 'customers' | 'own' | 'identity' | 'queue';
  method?: string;
  /** Regular expression over path and query. */
  path: string;
  times?: number;
  skip?: number;
  fault: ProxyFault;
}

/** One row of the fault matrix. */
export interface FaultCase {
  /** Cases of a group are met by one request, each at a place of its own. */
  group: string;
  /** Where something misbehaves, and what, in words for the documentation. */
  where: string;
  what: string;
  /** Made before the request is sent, or (`erase`) when its plan is there. */
  from?: 'erase';
  faults: (place: Place) => Fault[];
  /** What the end must be: `completed`, or these of the gaps and items as `toldBy` writes them. */
  end: 'completed' | string[];
  /** Met whenever the clock of the host jumps forward, which it does by an hour again and again while requests go on. */
  clock?: true;
  /** Which of the gaps and items of the request are this case's doing. */
  about?: RegExp;
  /** Most calls that may run into the fault. */
  most: number;
}

/** The proxy that a fault is at. */
export function proxyOf({ emulator, customers, identity, storage }: Proxies, at: Fault['at']) {
  return { emulator, customers, identity, own: storage.blob, queue: storage.queue }[at];
}

/** Path of a list or record of the workspace, as a regular expression. */
export const inArm = (at: Place, rest: string) => `/workspaces/${at.workspace}/${rest}`;
/** URL of a list of the workspace, as ARM would give it. */
export const linkTo = (at: Place, rest: string) => `${at.arm}${workspaceId(at.workspace)}/${rest}`;
/** 503 that may be repeated at once. */
export const busy = refusal(503, 'ServiceUnavailable', atOnce);
/** 429 with a pause, seconds. */
export const later = (seconds: number) => refusal(429, 'TooManyRequests', { 'retry-after': String(seconds) });
/** Cut off after so many bytes, as if that were all. */
export const short = (bytes: number): ProxyFault => ({ kind: 'truncate', afterBytes: bytes, length: 'sent' });
/** The connection reset after so many bytes of the answer. */
export const reset = (bytes: number): ProxyFault => ({ kind: 'resetAnswer', afterBytes: bytes });
