import type { Clock } from '../contract';
import type { Activities } from './activities';
import type { Decision, Ending } from './episode';
import { executionCompleted, executionStarted, orchestratorCompleted, scheduledEvent } from './history-events';
import type { EngineLoad } from './engine-load';
import type { Instance, Instances } from './instances';
import { timerKey } from './keys';
import type { Mailboxes } from './mailboxes';
import type { HistoryEvent, InstanceRecord, PendingActivity, PendingTimer } from './model';
import { endingForParent, failureForParent } from './parents';
import { instanceIdProblem, newId } from './starting';
import type { Scheduled } from './scheduled-tasks';
import { appendHistory, putActivity, putInstance, putMessage, putPayload, putTimer } from './store';
import { remove, removeMessage, type Change, type Store, type StoredMessage } from './store';
import type { Timers } from './timers';

type FinalEnding = Exclude<Ending, { kind: 'continuedAsNew' }>;

/** Writes what an episode decided as one atomic batch, and then sets off what follows from it. */
export class Commits {
  constructor(
    private readonly store: Store,
    private readonly mailboxes: Mailboxes,
    private readonly instances: Instances,
    private readonly activities: Activities,
    private readonly timers: Timers,
    private readonly clock: Clock,
    private readonly defaultVersion: string | undefined,
    private readonly load: EngineLoad,
  ) {}

  /** Drops messages that nothing waits for any more. */
  async discard(instanceId: string, messages: StoredMessage[]): Promise<void> {
    await this.store.write(messages.map(removeMessage));
    this.mailboxes.drop(instanceId, messages);
  }

  /** Commits an episode: the incoming events (with the one that opens it) and the decision. */
  async episode(
    instance: Instance,
    messages: StoredMessage[],
    incoming: HistoryEvent[],
    decision: Decision,
  ): Promise<void> {
    const { ending } = decision;
    if (ending?.kind === 'continuedAsNew') return this.continueAsNew(instance, messages, decision, ending);
    const now = this.clock.now();
    const { record } = instance;
    const { scheduled } = decision;
    const activities = scheduled.flatMap((each) => (each.kind === 'activity' ? [pendingActivity(record, each)] : []));
    const cancelled = new Set(decision.cancelledTimers.map((timer) => timer.id));
    const timers = scheduled.flatMap((each) =>
      each.kind === 'timer' && !cancelled.has(each.id) ? [pendingTimer(record, each)] : [],
    );
    const posted = [...this.childStarts(record, scheduled, now), ...this.parentNotice(record, ending, now)];
    const events = [
      ...incoming,
      ...scheduled.map((each) => scheduledEvent(now, each)),
      ...(ending === undefined ? [] : [completion(now, ending)]),
      orchestratorCompleted(now),
    ];
    const next: InstanceRecord = {
      ...record,
      status: ending === undefined ? 'Running' : ending.kind === 'completed' ? 'Completed' : 'Failed',
      lastUpdatedTime: now.toISOString(),
      customStatus: decision.customStatus ?? (record.historyLength === 0 ? record.customStatus : null),
      ...this.load.grown(record, events),
    };
    await this.apply(record.instanceId, messages, posted, [
      ...appendHistory(record.instanceId, record.historyLength, events),
      putInstance(next),
      ...outputOf(record.instanceId, ending),
      ...decision.cancelledTimers.map(({ id, fireAt }) =>
        remove(timerKey(fireAt, record.instanceId, record.executionId, id)),
      ),
      ...activities.map(putActivity),
      ...timers.map(putTimer),
    ]);
    if (ending === undefined) this.instances.extend(instance, next, events);
    else this.instances.forget(record.instanceId);
    for (const activity of activities) this.activities.added(activity);
    for (const timer of timers) this.timers.added(timer.fireAt);
  }

  /** Writes a change of state that no episode made: suspended, resumed, terminated. */
  async stateChange(
    instance: Instance,
    messages: StoredMessage[],
    status: InstanceRecord['status'],
    event: HistoryEvent,
    reason: string,
  ): Promise<void> {
    const { record } = instance;
    const next = {
      ...record,
      status,
      lastUpdatedTime: event.Timestamp,
      ...this.load.grown(record, [event]),
    };
    const terminated = status === 'Terminated';
    const posted =
      terminated && record.parent !== undefined
        ? [
            this.mailboxes.address(
              record.parent.instanceId,
              failureForParent(record.parent, reason, reason, new Date(event.Timestamp)),
            ),
          ]
        : [];
    await this.apply(record.instanceId, messages, posted, [
      ...appendHistory(record.instanceId, record.historyLength, [event]),
      putInstance(next),
      ...(terminated ? [putPayload(record.instanceId, 'output', JSON.stringify(reason))] : []),
    ]);
    if (terminated) this.instances.forget(record.instanceId);
    else this.instances.extend(instance, next, [event]);
  }

  /** Delivers only after writing, and takes the consumed messages out of the mailbox. */
  async apply(
    instanceId: string,
    consumed: StoredMessage[],
    posted: StoredMessage[],
    changes: Change[],
  ): Promise<void> {
    await this.store.write([...changes, ...consumed.map(removeMessage), ...posted.map(putMessage)]);
    this.mailboxes.drop(instanceId, consumed);
    this.mailboxes.deliver(posted);
  }

  private async continueAsNew(
    instance: Instance,
    messages: StoredMessage[],
    decision: Decision,
    ending: Extract<Ending, { kind: 'continuedAsNew' }>,
  ): Promise<void> {
    const now = this.clock.now();
    const { record } = instance;
    const { instanceId, name, version } = record;
    const executionId = newId();
    const next: InstanceRecord = {
      ...record,
      executionId,
      status: 'Running',
      lastUpdatedTime: now.toISOString(),
      customStatus: decision.customStatus ?? record.customStatus,
      historyLength: 0,
      historySize: 0,
    };
    const events = [executionStarted(now, { name, version }), ...ending.carried];
    const posted = events.map((event) => this.mailboxes.address(instanceId, { kind: 'event', executionId, event }));
    await this.apply(instanceId, messages, posted, [
      ...(await this.store.removal(instanceId)),
      ...(ending.input === undefined ? [] : [putPayload(instanceId, 'input', ending.input)]),
      putInstance(next),
    ]);
    this.instances.forget(instanceId);
  }

  private childStarts(record: InstanceRecord, scheduled: Scheduled[], now: Date): StoredMessage[] {
    return scheduled.flatMap((each) => {
      if (each.kind !== 'subOrchestration') return [];
      const { name, input, instanceId } = each;
      const parent = { instanceId: record.instanceId, executionId: record.executionId, taskId: each.id };
      const problem = instanceIdProblem(instanceId);
      if (problem !== undefined) {
        return [this.mailboxes.address(record.instanceId, failureForParent(parent, problem, problem, now))];
      }
      const start = { name, input, version: each.version ?? this.defaultVersion, parent };
      return [this.mailboxes.address(instanceId, { kind: 'start', start })];
    });
  }

  private parentNotice(record: InstanceRecord, ending: FinalEnding | undefined, now: Date): StoredMessage[] {
    const { parent } = record;
    if (ending === undefined || parent === undefined) return [];
    return [this.mailboxes.address(parent.instanceId, endingForParent(parent, ending, now))];
  }
}

function completion(now: Date, ending: FinalEnding): HistoryEvent {
  if (ending.kind === 'completed') return executionCompleted(now, 'Completed', ending.output);
  return executionCompleted(now, 'Failed', JSON.stringify(ending.reason));
}

function outputOf(instanceId: string, ending: FinalEnding | undefined): Change[] {
  if (ending === undefined) return [];
  const text = ending.kind === 'completed' ? ending.output : JSON.stringify(ending.reason);
  return text === null ? [] : [putPayload(instanceId, 'output', text)];
}

function pendingActivity(record: InstanceRecord, scheduled: Extract<Scheduled, { kind: 'activity' }>): PendingActivity {
  const { instanceId, executionId } = record;
  return { instanceId, executionId, taskId: scheduled.id, name: scheduled.name, input: scheduled.input };
}

function pendingTimer(record: InstanceRecord, scheduled: Extract<Scheduled, { kind: 'timer' }>): PendingTimer {
  const { instanceId, executionId } = record;
  return { instanceId, executionId, timerId: scheduled.id, fireAt: scheduled.fireAt };
}
