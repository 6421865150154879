import type { BucketSize, Throttling } from './settings';

/** The kinds of call that Resource Manager counts apart. */
export type CallKind = keyof Throttling;

/** The kind of a call by its method. */
export function kindOf(method: string): CallKind {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

/** What a bucket says about one call. */
export interface Admission {
  admitted: boolean;
  /** Calls that are left now, whole. */
  remaining: number;
  /** Whole seconds until the next call is admitted; 0 when this one was. */
  retryAfter: number;
}

/** Token buckets per subscription, principal and kind of call. Times in milliseconds. */
export class Throttle {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly limits: Throttling,
    private readonly now: () => number,
  ) {}

  take(subscriptionId: string, objectId: string, kind: CallKind): Admission {
    const limit: BucketSize = this.limits[kind];
    const key = `${subscriptionId.toLowerCase()}|${objectId}|${kind}`;
    const now = this.now();
    const bucket = this.buckets.get(key) ?? { tokens: limit.size, at: now };
    const tokens = Math.min(limit.size, bucket.tokens + ((now - bucket.at) / 1000) * limit.perSecond);
    const admitted = tokens >= 1;
    const left = admitted ? tokens - 1 : tokens;
    this.buckets.set(key, { tokens: left, at: now });
    const retryAfter = admitted ? 0 : Math.max(1, Math.ceil((1 - tokens) / limit.perSecond));
    return { admitted, remaining: Math.floor(left), retryAfter };
  }
}
