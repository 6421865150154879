import type { HistoryEvent, InstanceRecord } from './model';

/** The longest and the largest history that this process has written, of any instance and execution. */
export interface LargestHistory {
  /** Events of the longest. */
  events: number;
  /** Characters of the largest as JSON. */
  size: number;
}

/** What the engine has on its hands, for those who watch it under load. */
export class EngineLoad {
  readonly largestHistory: LargestHistory = { events: 0, size: 0 };

  /** What a record says of its history once these events are at its end. */
  grown(
    record: InstanceRecord,
    events: readonly HistoryEvent[],
  ): Pick<InstanceRecord, 'historyLength' | 'historySize'> {
    const historyLength = record.historyLength + events.length;
    const more = events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
    const historySize = (record.historySize ?? 0) + more;
    const { largestHistory } = this;
    largestHistory.events = Math.max(largestHistory.events, historyLength);
    largestHistory.size = Math.max(largestHistory.size, historySize);
    return { historyLength, historySize };
  }
}
