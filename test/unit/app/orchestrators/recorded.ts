import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decide, type Ending } from '../../../../local/host/durable/episode';
import { scheduledEvent } from '../../../../local/host/durable/history-events';
import { EventType, type HistoryEvent } from '../../../../local/host/durable/model';
import type { RecordedInstance, Recording } from '../../../../tools/record-histories/recording';
import { replay } from './replay';

const folder = join(__dirname, 'histories');

/** The orchestrator versions of which histories are kept. */
export const recordedVersions = readdirSync(folder).sort();

/** Names of the recorded requests of a version. */
export const recordingsOf = (version: string) => readdirSync(join(folder, version)).sort();

/** Reads a recorded request. */
export function recording(version: string, file: string): Recording {
  return JSON.parse(gunzipSync(readFileSync(join(folder, version, file))).toString('utf8')) as Recording;
}

/** One turn of an instance: what came in, and what it did then. */
interface Episode {
  incoming: HistoryEvent[];
  scheduled: HistoryEvent[];
  ended?: HistoryEvent;
}

const scheduling: readonly number[] = [
  EventType.TaskScheduled,
  EventType.TimerCreated,
  EventType.SubOrchestrationInstanceCreated,
];

function episodesOf(history: readonly HistoryEvent[]): Episode[] {
  const episodes: Episode[] = [];
  for (const event of history) {
    if (event.EventType === EventType.OrchestratorStarted) episodes.push({ incoming: [], scheduled: [] });
    const episode = episodes.at(-1);
    if (!episode) throw new Error('A history begins with the start of an episode.');
    if (scheduling.includes(event.EventType)) episode.scheduled.push(event);
    else if (event.EventType === EventType.ExecutionCompleted) episode.ended = event;
    else if (event.EventType !== EventType.OrchestratorCompleted) episode.incoming.push(event);
  }
  return episodes;
}

/**
 * Plays an instance again with today's orchestrators, from its beginning to the end of each of its episodes, as a host
 * does that took it over there. Returns what today's code would do otherwise; nothing when it does the same.
 */
export async function differences(instance: RecordedInstance): Promise<string[]> {
  const { name, input, executionId } = instance;
  let past: HistoryEvent[] = [];
  for (const [number, episode] of episodesOf(instance.history).entries()) {
    const all = [...past, ...episode.incoming];
    const answer = await replay(name, input, all, past.length);
    const decision = decide(name, all, answer, { executionId, requireFunction: () => undefined });
    const now = decision.scheduled.map((each) => essence(scheduledEvent(new Date(0), each)));
    const then = episode.scheduled.map(essence);
    const did = [...now, endOf(decision.ending)].join(', ');
    const done = [...then, endingIn(episode.ended)].join(', ');
    if (did !== done) return [`${name}, episode ${number + 1}: recorded was [${done}], now it does [${did}]`];
    past = [...all, ...episode.scheduled];
  }
  return [];
}

function essence({ EventId, EventType: type, Name, FireAt, InstanceId }: HistoryEvent): string {
  return [EventId, type, Name, FireAt, InstanceId].filter((part) => part !== undefined).join(' ');
}

function endOf(ending: Ending | undefined): string {
  if (ending?.kind === 'failed') return `failed: ${ending.reason}`;
  return ending ? `${ending.kind} ${'output' in ending ? ending.output : ''}` : 'waits';
}

function endingIn(event: HistoryEvent | undefined): string {
  if (!event) return 'waits';
  return event.OrchestrationStatus === 'Failed' ? `failed: ${event.Result}` : `completed ${event.Result}`;
}
