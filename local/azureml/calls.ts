/** A call that may have changed something. */
export interface WriteCall {
  at: string;
  method: string;
  path: string;
  status: number;
  clientId?: string;
}

/** Counts calls by method and path, and keeps every write in order. Bodies are never kept. */
export class CallLog {
  private readonly counts = new Map<string, number>();
  private readonly writes: WriteCall[] = [];
  private throttled = 0;

  record(call: WriteCall): void {
    const key = `${call.method} ${call.path}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    if (call.status === 429) this.throttled += 1;
    // Run history asks questions by POST; they change nothing.
    const asks = call.method === 'GET' || call.method === 'HEAD' || call.path.endsWith(':query');
    if (!asks) this.writes.push(call);
  }

  /** `{ counters: { "GET /path": n }, throttled: n, writes: […] }`; `throttled` are answers 429. */
  report(): { counters: Record<string, number>; throttled: number; writes: WriteCall[] } {
    return {
      counters: Object.fromEntries([...this.counts].sort()),
      throttled: this.throttled,
      writes: [...this.writes],
    };
  }
}
