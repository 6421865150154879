/** What a rule does to a call. Byte counts are of the body, without headers. */
export type ProxyFault =
  /** Answers in the target's place; with `forward` the target carries the call out first, and its answer is lost. */
  | { kind: 'respond'; status: number; headers?: Record<string, string>; body?: string; forward?: boolean }
  /** Forwards the call later. */
  | { kind: 'delay'; ms: number }
  /** Never answers; with `forward` the target carries the call out. */
  | { kind: 'hang'; forward?: boolean }
  /** Resets the connection after so many bytes of the request's body, before the target has all of it. */
  | { kind: 'resetRequest'; afterBytes: number }
  /** Resets the connection after so many bytes of the answer; 0 is before its headers. The call was carried out. */
  | { kind: 'resetAnswer'; afterBytes: number }
  /** Ends the answer early, with the length that it should have had or with that of what is sent. */
  | { kind: 'truncate'; afterBytes: number; length: 'promised' | 'sent' }
  /** Changes an answer whose body is JSON. Pure; the whole body is held in memory. */
  | { kind: 'changeJson'; change: (body: unknown) => unknown }
  /** Changes the text of an answer, for XML. Pure; the whole body is held in memory. */
  | { kind: 'changeText'; change: (body: string) => string };

/** One rule: which calls it hits, and what becomes of them. */
export interface ProxyRule {
  /** The path is a regular expression over path and query, without regard to case. */
  match: { method?: string; path?: string };
  /** How many matching calls it hits; without it, every one. */
  times?: number;
  /** Matching calls that pass unharmed first. */
  skip?: number;
  /** Told of each call that the rule hits. */
  onHit?: () => void;
  fault: ProxyFault;
}

interface Entry {
  rule: ProxyRule;
  pattern: RegExp;
  skip: number;
  left: number;
}

/** The rules in force, first come first. */
export class ProxyRules {
  private entries: Entry[] = [];

  /** Adds a rule after those that are there; gives what takes it away again. Throws when its path is no expression. */
  add(rule: ProxyRule): () => void {
    const pattern = new RegExp(rule.match.path ?? '', 'i');
    const entry = { rule, pattern, skip: rule.skip ?? 0, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.entries.push(entry);
    return () => this.remove(entry);
  }

  clear(): void {
    this.entries = [];
  }

  /** What becomes of this call; undefined when it passes. */
  next(method: string, path: string): ProxyFault | undefined {
    for (const entry of this.entries) {
      const { match, fault, onHit } = entry.rule;
      if (match.method !== undefined && match.method.toUpperCase() !== method) continue;
      if (!entry.pattern.test(path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left <= 0) this.remove(entry);
      onHit?.();
      return fault;
    }
    return undefined;
  }

  private remove(entry: Entry): void {
    this.entries = this.entries.filter((other) => other !== entry);
  }
}
