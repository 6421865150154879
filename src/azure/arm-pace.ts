import type { HttpMethods } from '@azure/core-rest-pipeline';
import { ArmBudget, type BudgetNews } from './arm-budget';
import type { Role } from './credential';
import { longestSeconds, waitSeconds } from './long-waits';
import { begun, patience } from '../turns/turn';

/** The kinds of call that Resource Manager counts apart, as its headers call them. */
export type CallKind = 'reads' | 'writes' | 'deletes';

/** What is looked at of an answer. */
interface Answer {
  status: number;
  headers: { get: (name: string) => string | undefined };
}

/**
 * Calls per second to start with: below what each bucket is refilled by (Azure docs: Resource Manager request limits;
 * reads 25, writes and deletes 10 per second).
 */
const firstPace: Record<CallKind, number> = { reads: 20, writes: 8, deletes: 8 };
/**
 * For how long a call goes on being sent after its first refusal, and all calls of a budget while each is refused: not
 * one after the other, or a shard of them would wait for hours. What takes longer is the orchestrator's to wait for.
 */
const patienceMs = 120_000;

/** All requests of this process share these. */
const budgets = new Map<string, ArmBudget>();

/** Which bucket a call is counted in. */
export function callKind(method: HttpMethods): CallKind {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

/** The budget of a role's calls of a kind to a subscription. */
export function budgetFor(role: Role, subscription: string, kind: CallKind): ArmBudget {
  const key = `${role} ${subscription.toLowerCase()} ${kind}`;
  const budget = budgets.get(key) ?? new ArmBudget(firstPace[kind]);
  budgets.set(key, budget);
  return budget;
}

/**
 * Sends a call when its turn has come. One that is refused for being one too many is sent again after the time that the
 * refusal names; where that is longer than a function may wait, isn't named, or lasts, the refusal is the answer. Calls
 * that have nothing to lose throw GiveWay instead of waiting for long.
 */
export async function paced<T extends Answer>(budget: ArmBudget, kind: CallKind, send: () => Promise<T>): Promise<T> {
  const ticket = budget.ticket();
  let giveUpAt = Infinity;
  for (;;) {
    const call = await budget.enter(ticket, patience());
    let news: BudgetNews = {};
    try {
      const answer = await send();
      news = newsOf(answer, kind);
      if (news.refusedFor === undefined) {
        begun();
        return answer;
      }
      giveUpAt = Math.min(giveUpAt, performance.now() + patienceMs);
      if (performance.now() + news.refusedFor > giveUpAt || budget.refusedFor(news.refusedFor) > patienceMs) {
        // Those that wait behind this one have waited as long: each is tried once, without another pause.
        news = { ...news, refusedFor: 0 };
        return answer;
      }
    } finally {
      budget.leave(call, news);
    }
  }
}

/**
 * What an answer says about the budget of its kind of call. A refusal for longer than a function may wait is none of
 * it: such limits are those of single services (purges of logs: 50 an hour), and other calls go on. Nor is one that
 * names no time, which Resource Manager always does (Azure docs: request limits).
 */
function newsOf({ status, headers }: Answer, kind: CallKind): BudgetNews {
  const remaining = headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`) ?? '';
  const wait = status === 429 ? (waitSeconds((name) => headers.get(name)) ?? Infinity) : Infinity;
  return {
    ...(/^\d+$/.test(remaining) ? { remaining: Number(remaining) } : {}),
    ...(wait <= longestSeconds ? { refusedFor: wait * 1_000 } : {}),
  };
}
