import { randomUUID } from 'node:crypto';
import type { Clock, Invoker, Logger, RegisteredFunction } from '../contract';
import { answerFromError, answerFromResult, type Answer } from './answer';
import type { Commits } from './commits';
import { decide } from './episode';
import { findFunction, requireFunction, triggerOf } from './functions';
import { orchestratorStarted } from './history-events';
import type { Instance } from './instances';
import { EventType, type HistoryEvent } from './model';
import type { DurableSettings } from './settings';
import type { StoredMessage } from './store';
import { eventText, orchestrationTriggerData } from './trigger-data';
import { versionMatches } from './versioning';

/** Runs episodes: gives the SDK the history, and commits what follows from its answer. */
export class Episodes {
  private stopping = false;

  constructor(
    private readonly invoker: Invoker,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly settings: DurableSettings,
    private readonly commits: Commits,
  ) {}

  /** From now on an orchestrator that fails may fail because the host stops: its episode is not committed. */
  stop(): void {
    this.stopping = true;
  }

  /** Delivers events to a running instance. Resolves with false if they have to wait, which was logged. */
  async run(instance: Instance, messages: StoredMessage[]): Promise<boolean> {
    const { record } = instance;
    const events = currentEvents(messages, record.executionId);
    if (events.length === 0) {
      await this.commits.discard(record.instanceId, messages);
      return true;
    }
    const fn = findFunction(this.invoker, 'orchestrator', record.name);
    if (fn === undefined) {
      this.logger.error(`Orchestrator '${record.name}' is not in the app any more; its instance waits for it.`, {
        instanceId: record.instanceId,
      });
      return false;
    }
    if (!versionMatches(record.version, this.settings)) return this.refuseVersion(instance, messages, events);
    const started = orchestratorStarted(this.episodeTime(instance, events));
    const incoming = [started, ...events];
    const answer = await this.ask(fn, instance, incoming);
    const decision = decide(record.name, [...instance.past, ...incoming], answer, {
      executionId: record.executionId,
      requireFunction: (kind, name) => requireFunction(this.invoker, kind, name),
    });
    await this.commits.episode(instance, messages, incoming, decision);
    return true;
  }

  /** The SDK takes a timer as fired only if the orchestration's time has reached it; time never goes back. */
  private episodeTime(instance: Instance, events: HistoryEvent[]): Date {
    const last = instance.past.findLast((event) => event.EventType === EventType.OrchestratorStarted)?.Timestamp;
    const times = [last, ...events.map((event) => event.FireAt)].flatMap((time) => (time ? [Date.parse(time)] : []));
    return new Date(times.reduce((latest, time) => Math.max(latest, time), this.clock.now().getTime()));
  }

  private async ask(fn: RegisteredFunction, instance: Instance, incoming: HistoryEvent[]): Promise<Answer> {
    const { record, texts, input } = instance;
    const fields = {
      instanceId: record.instanceId,
      parentInstanceId: record.parent?.instanceId,
      input,
      isReplaying: texts.length > 0,
    };
    const data = orchestrationTriggerData(fields, [...texts, ...incoming.map((event) => eventText(event, false))]);
    try {
      return answerFromResult(
        await this.invoker.invoke({
          functionId: fn.id,
          invocationId: randomUUID(),
          inputData: [{ name: triggerOf(fn, 'orchestrator')?.name ?? '', data: { string: data } }],
          triggerMetadata: { instanceId: { string: record.instanceId } },
        }),
      );
    } catch (error) {
      if (this.stopping) throw error;
      return answerFromError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async refuseVersion(instance: Instance, messages: StoredMessage[], events: HistoryEvent[]): Promise<boolean> {
    const { record } = instance;
    const reason = `Version ${record.version ?? '(none)'} of the instance does not match ${this.settings.defaultVersion}.`;
    if (this.settings.versionFailure === 'Reject') {
      this.logger.warn(`${reason} It waits for a host that has its version.`, { instanceId: record.instanceId });
      return false;
    }
    const ending = { kind: 'failed' as const, reason, details: reason };
    const decision = { scheduled: [], cancelledTimers: [], customStatus: record.customStatus, ending };
    const incoming = [orchestratorStarted(this.episodeTime(instance, events)), ...events];
    await this.commits.episode(instance, messages, incoming, decision);
    return true;
  }
}

function currentEvents(messages: StoredMessage[], executionId: string): HistoryEvent[] {
  return messages.flatMap(({ message }) => {
    if (message.kind !== 'event') return [];
    return message.executionId === undefined || message.executionId === executionId ? [message.event] : [];
  });
}
