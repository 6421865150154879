import type { HistoryEvent } from './model';

/** What an orchestration trigger gets besides its history. `input` is JSON text. */
export interface TriggerFields {
  instanceId: string;
  parentInstanceId?: string;
  input: string | null;
  isReplaying: boolean;
}

/** An event as JSON text, marked as played before or not. */
export function eventText(event: HistoryEvent, isPlayed: boolean): string {
  return JSON.stringify({ ...event, IsPlayed: isPlayed });
}

/**
 * The data of an orchestration trigger as JSON text. The history comes as texts, so that what was serialised in an
 * earlier episode isn't serialised again. The schema versions are those of the Durable extension of October 2024: the
 * SDK's V3.
 */
export function orchestrationTriggerData(fields: TriggerFields, events: string[]): string {
  const rest = JSON.stringify({
    instanceId: fields.instanceId,
    isReplaying: fields.isReplaying,
    parentInstanceId: fields.parentInstanceId ?? null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 2,
    maximumShortTimerDuration: '6.00:00:00',
    longRunningTimerIntervalDuration: '3.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30000,
  });
  return `{"history":[${events.join(',')}],"input":${fields.input ?? 'null'},${rest.slice(1)}`;
}
