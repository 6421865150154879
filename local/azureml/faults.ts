import type { Json } from './json';

/** One rule of fault injection, as posted to the admin route. */
export interface FaultRule {
  match: { method?: string; path?: string };
  /** How many matching calls it hits; without it, every one. */
  times?: number;
  /** Matching calls that pass unharmed first. */
  skip?: number;
  /** Hit after the call was carried out, so that the work happens and only the answer is lost. */
  after?: boolean;
  respond?: { status: number; headers?: Record<string, string>; body?: Json };
  delayMs?: number;
  dropConnection?: boolean;
  hang?: boolean;
}

/** A rule is refused when it says nothing to do, or its path is no regular expression. Returns the complaint. */
export function faultOfRule(rule: Partial<FaultRule>): string | undefined {
  const actions = [rule.respond, rule.delayMs, rule.dropConnection, rule.hang].filter((action) => action !== undefined);
  if (actions.length !== 1) return 'A fault has exactly one of respond, delayMs, dropConnection and hang.';
  if (typeof rule.match !== 'object') return 'A fault needs match: { method?, path? }.';
  try {
    new RegExp(rule.match.path ?? '');
    return undefined;
  } catch {
    return 'match.path is not a regular expression.';
  }
}

/** The rules in force. The first that matches wins; it counts down and goes. */
export class Faults {
  private rules: { rule: FaultRule; pattern: RegExp; skip: number; left: number }[] = [];

  add(rule: FaultRule): void {
    const pattern = new RegExp(rule.match.path ?? '', 'i');
    this.rules.push({ rule, pattern, skip: rule.skip ?? 0, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.rules = [];
  }

  /** The rule that hits this call, if any. The path includes the query. */
  next(method: string, path: string): FaultRule | undefined {
    for (const entry of this.rules) {
      const wanted = entry.rule.match.method;
      if (wanted !== undefined && wanted.toUpperCase() !== method) continue;
      if (!entry.pattern.test(path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left <= 0) this.rules = this.rules.filter((other) => other !== entry);
      return entry.rule;
    }
    return undefined;
  }
}
