import type { Answer } from '../../../../local/host/durable/answer';
import { decide, type Decision } from '../../../../local/host/durable/episode';
import * as events from '../../../../local/host/durable/history-events';
import type { HistoryEvent } from '../../../../local/host/durable/model';
import type { Scheduled } from '../../../../local/host/durable/scheduled-tasks';
import { orchestratorVersion } from '../../../../src/orchestrators/version';
import { replay } from './replay';

/** An activity that was called, as the orchestrator asked for it. */
export interface Call {
  name: string;
  /** Without its ticket, which is below. */
  input: Record<string, unknown>;
  turn?: string;
}

/** What surrounds an orchestration in a test: its activities, and what people do while it waits. */
export interface Script {
  /** Answers an activity; what it throws fails the activity. `attempt` counts calls with the same input from 1. */
  activity(call: Call, attempt: number): unknown;
  /** Asked when nothing but timers and events is open: an event raised before the next timer fires, or nothing. */
  event?(before: Date): { at: Date; input: unknown } | undefined;
  /** Which of several open things answers next; the first unless told. */
  pick?(choices: number): number;
}

/** What came of an orchestration. */
export interface Played {
  ending: 'completed' | 'failed';
  output: unknown;
  reason?: string;
}

/** The time at which every test begins. */
export const begin = new Date('2030-01-01T00:00:00Z');

/**
 * Plays orchestrations through the real SDK, sub-orchestrations included, one answer per episode. After every episode
 * the actions must go on where those of the episode before ended: the SDK itself doesn't notice when they don't.
 */
export class World {
  now = begin;
  readonly calls: Call[] = [];
  readonly stages: unknown[] = [];
  /** How often an instance started anew. */
  renewals = 0;
  private readonly attempts = new Map<string, number>();

  /** `version`: what instances of an orchestrator begin with; none at all where it gives nothing. */
  constructor(
    private readonly script: Script,
    private readonly version: (orchestrator: string) => string | undefined = () => orchestratorVersion,
  ) {}

  /** Names of the activities that were called, in order. */
  get names(): string[] {
    return this.calls.map((call) => call.name);
  }

  /** Inputs with which an activity was called. */
  inputsOf(name: string): Record<string, unknown>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input);
  }

  /** Plays one orchestration to its end. */
  async play(name: string, input: unknown): Promise<Played> {
    let text = JSON.stringify(input);
    for (;;) {
      const ended = await this.execution(name, text);
      if (!('again' in ended)) return ended;
      this.renewals += 1;
      text = ended.again;
    }
  }

  private async execution(name: string, input: string): Promise<Played | { again: string }> {
    let open: Scheduled[] = [];
    let past: HistoryEvent[] = [];
    let incoming: HistoryEvent[] = [events.executionStarted(this.now, { name, version: this.version(name) })];
    let before: string[] = [];
    for (let turns = 0; turns < 2_000; turns += 1) {
      const all = [...past, events.orchestratorStarted(this.now), ...incoming];
      const answer = await replay(name, input, all, past.length);
      before = this.checkPrefix(before, answer);
      if (answer.customStatus) this.stages.push(JSON.parse(answer.customStatus));
      const decision = decide(name, all, answer, { executionId: 'exec', requireFunction: () => undefined });
      const ended = endOf(decision);
      if (ended) return ended;
      past = [...all, ...decision.scheduled.map((each) => events.scheduledEvent(this.now, each))];
      const cancelled = new Set(decision.cancelledTimers.map(({ id }) => id));
      open = [...open, ...decision.scheduled].filter((each) => each.kind !== 'timer' || !cancelled.has(each.id));
      const { event, done } = await this.next(open);
      open = open.filter((each) => each !== done);
      incoming = [event];
    }
    throw new Error(`${name} does not come to an end.`);
  }

  private checkPrefix(before: string[], answer: Answer): string[] {
    const now = answer.actions.map((action) => JSON.stringify(action, withoutCancelling));
    const known = now.slice(0, before.length);
    if (known.join() !== before.join()) throw new Error(`A replay did other things than before:\n${before.join('\n')}`);
    return now;
  }

  private async next(open: readonly Scheduled[]): Promise<{ event: HistoryEvent; done?: Scheduled }> {
    const work = open.flatMap((each) => (each.kind === 'timer' ? [] : [each]));
    const done = work[this.script.pick?.(work.length) ?? 0];
    if (done) return { done, event: await this.answer(done) };
    const timers = open.flatMap((each) => (each.kind === 'timer' ? [each] : []));
    const timer = timers.sort((a, b) => Date.parse(a.fireAt) - Date.parse(b.fireAt))[0];
    if (!timer) throw new Error('The orchestration waits for nothing that could come.');
    const fires = new Date(timer.fireAt);
    const raised = this.script.event?.(fires);
    this.now = new Date(Math.max(this.now.getTime(), (raised?.at ?? fires).getTime()));
    if (raised) return { event: events.eventRaised(this.now, 'decision', JSON.stringify(raised.input)) };
    return { done: timer, event: events.timerFired(this.now, timer.id, timer.fireAt) };
  }

  private async answer(work: Exclude<Scheduled, { kind: 'timer' }>): Promise<HistoryEvent> {
    const { turn, ...input } = JSON.parse(work.input ?? '{}') as Record<string, unknown> & { turn?: string };
    if (work.kind === 'subOrchestration') {
      const { ending, output, reason } = await this.play(work.name, input);
      return ending === 'completed'
        ? events.subOrchestrationCompleted(this.now, work.id, JSON.stringify(output ?? null))
        : events.subOrchestrationFailed(this.now, work.id, { reason: reason ?? '', details: '' });
    }
    const call = { name: work.name, input, turn };
    const key = JSON.stringify([work.name, input]);
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    this.calls.push(call);
    try {
      const result = JSON.stringify(this.script.activity(call, attempt) ?? null);
      return events.taskCompleted(this.now, work.id, result);
    } catch (thrown) {
      return events.taskFailed(this.now, work.id, { reason: String(thrown), details: '' });
    }
  }
}

/** A timer may be cancelled later: all else must stay. */
const withoutCancelling = (key: string, value: unknown) => (key === 'isCanceled' ? undefined : value);

function endOf({ ending }: Decision): Played | { again: string } | undefined {
  if (ending?.kind === 'continuedAsNew') return { again: ending.input ?? 'null' };
  if (ending?.kind === 'failed') return { ending: 'failed', output: undefined, reason: ending.reason };
  return ending && { ending: 'completed', output: JSON.parse(ending.output ?? 'null') as unknown };
}
