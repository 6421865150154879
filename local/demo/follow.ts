import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, PlanView, RequestView } from './api';
import type { DemoStorage, ResultMessage } from './storage';
import { planLines } from './tables';
import type { View } from './view';
import { count, endStates, stageWords } from './words';

/** How a request that was put on the queue ended. */
export type Ending =
  { kind: 'refused'; message: ResultMessage } | { kind: 'ended'; request: RequestView; plan: PlanView | undefined };

/** What following needs. */
export interface Following {
  requestId: string | undefined;
  requester: Api;
  approver: Api;
  /** Whether the approval names what is in use. */
  approveInUse: boolean;
  storage: DemoStorage;
  view: View;
  signal: AbortSignal;
}

const pollMs = 300;
/** After this long without any change something is broken, and waiting on would hide it. */
const patienceMs = 600_000;

/** Watches a request from the queue to its end, and approves its plan when it waits for that. */
export async function follow(following: Following): Promise<Ending> {
  const { requestId, requester, storage, signal } = following;
  const stages = new Stages(following);
  let last = { text: '', at: Date.now() };
  for (;;) {
    const request = requestId === undefined ? undefined : await requester.request(requestId);
    if (request) {
      await stages.show(request);
      if (endStates.has(request.state)) return { kind: 'ended', request, plan: stages.plan };
    } else {
      const message = await storage.result(signal);
      if (message?.state === 'refused') return { kind: 'refused', message };
    }
    const text = JSON.stringify([request?.state, request?.progress]);
    if (text !== last.text) last = { text, at: Date.now() };
    if (Date.now() - last.at > patienceMs)
      throw new Error(`Nothing has changed for ${patienceMs / 1000} seconds (${request?.state ?? 'not taken up'}).`);
    await sleep(pollMs, undefined, { signal });
  }
}

/** Turns looks at a request into steps, also where it went through several between two looks. */
class Stages {
  plan: PlanView | undefined;
  private readonly shown = new Set<string>();
  private approved: string | undefined;
  /** Counts of the step before: they stay until the next one has its first. */
  private stale = '{}';

  constructor(private readonly following: Following) {}

  async show(request: RequestView): Promise<void> {
    const { view, approver } = this.following;
    if (request.links.plan && request.planHash !== this.plan?.hash) {
      this.plan = await approver.plan(request.links.plan);
      view.done(`${count(this.plan.totals.items, 'item')}, ${count(this.plan.totals.blobs, 'file')}`);
      for (const line of planLines(this.plan)) view.say(line);
    }
    for (const state of stagesOf(request)) {
      if (this.shown.has(state)) continue;
      // The counts that are there when the next stage has just begun are the last ones of this.
      this.count(request);
      view.done(this.resultOf(request));
      this.shown.add(state);
      const words = stageWords[state];
      if (state === 'awaiting_approval') this.approvalLines().forEach((line) => view.say(line));
      if (words) view.begin(words.title, words.hint);
      this.stale = JSON.stringify(request.progress);
    }
    this.count(request);
    if (request.state === 'awaiting_approval') await this.approve(request);
    if (endStates.has(request.state)) view.done(this.resultOf(request));
  }

  private count({ progress }: RequestView): void {
    if (JSON.stringify(progress) === this.stale) return;
    this.stale = '';
    this.following.view.progress(progress);
  }

  private async approve({ links, planHash }: RequestView): Promise<void> {
    if (!links.approval || !planHash || planHash === this.approved) return;
    await this.following.approver.approve(links.approval, planHash, this.acceptedInUse());
    this.approved = planHash;
  }

  /** References of the items that the approval takes out of use: all that the plan keeps for that, or none. */
  private acceptedInUse(): string[] {
    if (!this.following.approveInUse) return [];
    return (this.plan?.items ?? []).filter(({ keep }) => keep?.outcome === 'in_use').map(({ ref }) => ref);
  }

  /** Said before the demo decides, so that nobody wonders who did. */
  private approvalLines(): string[] {
    const inUse = this.plan?.totals.inUse ?? 0;
    return [
      '  The plan needs an approval, and nobody approves a request of their own: the demo signs in',
      '  as a second person, "approver". Weak matches (by a name only): accepted, erased too.',
      inUse === 0
        ? '  Nothing in it is in use.'
        : this.following.approveInUse
          ? `  What is in use: ${count(inUse, 'item')}, each named in the approval, so it goes too (--approve-in-use).`
          : `  What is in use: ${count(inUse, 'item')}, not accepted, stays.`,
      '',
    ];
  }

  private resultOf({ progress }: RequestView): string {
    const last = [...this.shown].pop();
    if (last === 'awaiting_approval') return this.approved ? 'approved, as the user "approver"' : 'not approved';
    // Totals only: by now the next stage may have begun to count.
    const total = Object.values(progress).reduce((sum, entry) => sum + entry.total, 0);
    return total === 0 ? '' : count(total, 'item');
  }
}

/** The stages that a request has entered, in their order. */
function stagesOf({ timeline }: RequestView): string[] {
  return Object.entries(timeline)
    .filter(([state]) => stageWords[state])
    .sort((a, b) => a[1].localeCompare(b[1]))
    .map(([state]) => state);
}
