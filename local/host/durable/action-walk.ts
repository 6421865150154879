import { ActionType, refuseUnsupported, UnsupportedActionError, type Action } from './actions';
import { EventType, type HistoryEvent } from './model';
import { firstTimer, nextTimer, retryDelay } from './schedule';
import { ScheduledTasks, type Scheduled } from './scheduled-tasks';
import { Task } from './task';

/** What the walk needs to know of the instance and the app. */
export interface WalkContext {
  executionId: string;
  /** Throws if the app has no such function. */
  requireFunction(kind: 'activity' | 'orchestrator', name: string): void;
}

/** What the orchestrator's actions mean, given the history. */
export interface Walked {
  /** In the order of their ids: what isn't in the history yet. */
  scheduled: Scheduled[];
  /** Timers that the orchestrator cancelled, whether they are in the history or new. */
  cancelledTimers: { id: number; fireAt: string }[];
  /** Every action came to its end and no task or uncancelled timer is open: the instance may end. */
  ended: boolean;
  /** JSON text of the next input, and the events that came after the call. */
  continueAsNew?: { input?: string; carried: HistoryEvent[] };
}

/**
 * Runs the actions against the history as the Durable extension does: one top-level action after the other, each until
 * it settled; compound actions depth-first; ids in the order of scheduling. Throws `NonDeterminismError` when the
 * history holds what the actions didn't schedule, and `UnsupportedActionError`.
 */
export function walkActions(actions: Action[], history: HistoryEvent[], context: WalkContext): Walked {
  refuseUnsupported(actions);
  const walk = new Walk(actions, context);
  for (const event of history) walk.receive(event);
  return walk.result();
}

class Walk {
  private readonly tasks = new ScheduledTasks();
  private readonly waiters = new Map<string, Task[]>();
  private readonly buffered = new Map<string, number>();
  private continueAsNew: Walked['continueAsNew'];
  private now = 0;
  private allSettled = false;

  constructor(
    private readonly actions: Action[],
    private readonly context: WalkContext,
  ) {}

  receive(event: HistoryEvent): void {
    if (event.EventType === EventType.OrchestratorStarted) this.now = Date.parse(event.Timestamp);
    else if (event.EventType === EventType.ExecutionStarted) this.runFrom(0);
    else if (event.EventType === EventType.EventRaised) this.raise(event);
    else this.tasks.receive(event);
  }

  result(): Walked {
    const { cancelledTimers } = this.tasks;
    const ended = this.allSettled && !this.tasks.anyOpen();
    return { scheduled: this.tasks.unrecorded(), cancelledTimers, ended, continueAsNew: this.continueAsNew };
  }

  private runFrom(index: number): void {
    for (let i = index; i < this.actions.length; i++) {
      const task = this.begin(this.actions[i] as Action);
      if (task.state === 'open') {
        task.onSettled(() => this.runFrom(i + 1));
        return;
      }
    }
    this.allSettled = true;
  }

  private begin(action: Action): Task {
    switch (action.actionType) {
      case ActionType.CallActivity:
        return this.callActivity(action);
      case ActionType.CallActivityWithRetry:
        return this.retry(action, () => this.callActivity(action));
      case ActionType.CallSubOrchestrator:
        return this.callSubOrchestrator(action);
      case ActionType.CallSubOrchestratorWithRetry:
        return this.retry(action, () => this.callSubOrchestrator(action));
      case ActionType.CreateTimer:
        return this.createTimer(action);
      case ActionType.WaitForExternalEvent:
        return this.waitForEvent(action.externalEventName ?? '');
      case ActionType.WhenAll:
        return Task.all((action.compoundActions ?? []).map((child) => this.begin(child)));
      case ActionType.WhenAny:
        return Task.any((action.compoundActions ?? []).map((child) => this.begin(child)));
      case ActionType.ContinueAsNew:
        this.continueAsNew = { input: jsonText(action.input), carried: [] };
        return Task.done();
      default:
        throw new UnsupportedActionError(`The embedded host does not know actions of type ${action.actionType}.`);
    }
  }

  private callActivity(action: Action): Task {
    const name = action.functionName ?? '';
    this.context.requireFunction('activity', name);
    return this.tasks.add((id) => ({ kind: 'activity', id, name, input: jsonText(action.input) }));
  }

  private callSubOrchestrator(action: Action): Task {
    const name = action.functionName ?? '';
    this.context.requireFunction('orchestrator', name);
    return this.tasks.add((id) => ({
      kind: 'subOrchestration',
      id,
      name,
      instanceId: action.instanceId || `${this.context.executionId}:${id}`,
      version: action.version,
      input: jsonText(action.input),
    }));
  }

  private retry(action: Action, call: () => Task): Task {
    const options = action.retryOptions ?? { firstRetryIntervalInMilliseconds: 0, maxNumberOfAttempts: 1 };
    const expires = this.now + (options.retryTimeoutInMilliseconds ?? Infinity);
    const outer = new Task();
    const attempt = (number: number): void =>
      call().onSettled((task) => {
        if (task.state === 'succeeded') return outer.succeed();
        // Here the framework throws without a timer, while the SDK waits for one: the instance then stays Running.
        if (this.now >= expires || task.failure?.IsNonRetriable) return outer.fail(task.failure);
        this.timer(this.now + retryDelay(number, options)).onSettled(() => {
          if (number >= options.maxNumberOfAttempts) outer.fail(task.failure);
          else attempt(number + 1);
        });
      });
    attempt(1);
    return outer;
  }

  private createTimer(action: Action): Task {
    const fireAt = Date.parse(action.fireAt ?? '');
    if (Number.isNaN(fireAt)) throw new Error('A timer needs a valid date to fire at.');
    const first = firstTimer(fireAt, this.now);
    if (action.isCanceled) return this.tasks.addCancelledTimer(new Date(first).toISOString());
    if (first === fireAt) return this.timer(fireAt);
    const outer = new Task();
    const wait = (until: number): void =>
      this.timer(until).onSettled(() => {
        const next = nextTimer(fireAt, this.now);
        if (next === undefined) outer.succeed();
        else wait(next);
      });
    wait(first);
    return outer;
  }

  private timer(fireAt: number): Task {
    return this.tasks.add((id) => ({ kind: 'timer', id, fireAt: new Date(fireAt).toISOString() }));
  }

  /** Event names are compared without case here, though the SDK compares them with case. */
  private waitForEvent(name: string): Task {
    const key = name.toLowerCase();
    const waiting = this.buffered.get(key) ?? 0;
    if (waiting > 0) {
      this.buffered.set(key, waiting - 1);
      return Task.done();
    }
    const task = new Task();
    this.waiters.set(key, [...(this.waiters.get(key) ?? []), task]);
    return task;
  }

  private raise(event: HistoryEvent): void {
    if (this.continueAsNew !== undefined) {
      this.continueAsNew.carried.push(event);
      return;
    }
    const key = (event.Name ?? '').toLowerCase();
    const newest = this.waiters.get(key)?.pop();
    if (newest !== undefined) newest.succeed();
    else this.buffered.set(key, (this.buffered.get(key) ?? 0) + 1);
  }
}

function jsonText(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
