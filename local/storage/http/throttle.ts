/** A bucket of requests that fills with time, one per account; by the machine's clock. */
export class Throttle {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  /** Takes one request of an account that serves `perSecond`; false when there is none left. */
  take(account: string, perSecond: number | undefined): boolean {
    if (perSecond === undefined) return true;
    const now = Date.now();
    const bucket = this.buckets.get(account) ?? { left: perSecond, at: now };
    const left = Math.min(perSecond, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    this.buckets.set(account, { left: left < 1 ? left : left - 1, at: now });
    return left >= 1;
  }
}
