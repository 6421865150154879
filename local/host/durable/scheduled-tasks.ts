import { EventType, type HistoryEvent } from './model';
import { Task } from './task';

/** A piece of work that an orchestrator scheduled. Inputs are JSON text. */
export type Scheduled =
  | { kind: 'activity'; id: number; name: string; input?: string }
  | { kind: 'subOrchestration'; id: number; name: string; instanceId: string; version?: string; input?: string }
  | { kind: 'timer'; id: number; fireAt: string };

/** The orchestrator did not schedule what the history says it did: it isn't deterministic, or its code changed. */
export class NonDeterminismError extends Error {}

/** The tasks of one instance by id: which are recorded in the history, and which are open. */
export class ScheduledTasks {
  readonly cancelledTimers: { id: number; fireAt: string }[] = [];
  private nextId = 0;
  private readonly awaitingRecord = new Map<number, Scheduled>();
  private readonly open = new Map<number, Task>();

  /** Gives the work the next id. */
  add(describe: (id: number) => Scheduled): Task {
    const id = this.nextId++;
    const task = new Task();
    this.awaitingRecord.set(id, describe(id));
    this.open.set(id, task);
    return task;
  }

  /** A cancelled timer still takes its id, but nothing waits for it. */
  addCancelledTimer(fireAt: string): Task {
    const id = this.nextId++;
    this.awaitingRecord.set(id, { kind: 'timer', id, fireAt });
    this.cancelledTimers.push({ id, fireAt });
    return Task.done();
  }

  receive(event: HistoryEvent): void {
    switch (event.EventType) {
      case EventType.TaskScheduled:
        return this.match(event, 'activity');
      case EventType.SubOrchestrationInstanceCreated:
        return this.match(event, 'subOrchestration');
      case EventType.TimerCreated:
        return this.match(event, 'timer');
      case EventType.TaskCompleted:
      case EventType.SubOrchestrationInstanceCompleted:
        return this.take(event.TaskScheduledId)?.succeed();
      case EventType.TimerFired:
        return this.take(event.TimerId)?.succeed();
      case EventType.TaskFailed:
      case EventType.SubOrchestrationInstanceFailed:
        return this.take(event.TaskScheduledId)?.fail(event.FailureDetails);
      default:
        return;
    }
  }

  anyOpen(): boolean {
    return this.open.size > 0;
  }

  /** What was scheduled and isn't in the history. */
  unrecorded(): Scheduled[] {
    return [...this.awaitingRecord.values()];
  }

  private match(event: HistoryEvent, kind: Scheduled['kind']): void {
    const scheduled = this.awaitingRecord.get(event.EventId);
    const name = scheduled === undefined || scheduled.kind === 'timer' ? undefined : scheduled.name.toLowerCase();
    if (scheduled?.kind !== kind || name !== event.Name?.toLowerCase()) {
      const before = `${kind}${event.Name === undefined ? '' : ` '${event.Name}'`}`;
      const found = scheduled === undefined ? 'nothing' : `${scheduled.kind}${name === undefined ? '' : ` '${name}'`}`;
      throw new NonDeterminismError(
        `Non-Deterministic workflow detected: an earlier run scheduled ${before} as task ${event.EventId}, ` +
          `this one scheduled ${found}. Was the orchestrator's code changed while the instance was running?`,
      );
    }
    this.awaitingRecord.delete(event.EventId);
  }

  /** Late answers to tasks that nothing waits for (a cancelled timer) are ignored, as the framework does. */
  private take(id: number | undefined): Task | undefined {
    if (id === undefined) return undefined;
    const task = this.open.get(id);
    this.open.delete(id);
    return task;
  }
}
