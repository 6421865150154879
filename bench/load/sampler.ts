import { setTimeout as sleep } from 'node:timers/promises';
import type { AppUnderLoad, Ended, HostLoad } from './app-under-load';

/** How things stood at one moment, `second` seconds after the host was started. */
export interface Sample extends HostLoad {
  second: number;
  queued: number;
  ended: number;
}

/** What a run came to. */
export interface Run {
  ended: Ended[];
  samples: Sample[];
  /** Seconds until the last request ended. */
  seconds: number;
}

/** Watches the app until so many requests have ended, and prints a line now and then. */
export async function watch(app: AppUnderLoad, requests: number, limitSeconds: number): Promise<Run> {
  const started = Date.now();
  const ended: Ended[] = [];
  const samples: Sample[] = [];
  let printed = 0;
  while (ended.length < requests) {
    await sleep(1_000);
    ended.push(...(await app.ended()));
    const second = (Date.now() - started) / 1_000;
    const sample = { second, ended: ended.length, queued: await app.queued(), ...(await app.hostLoad()) };
    samples.push(sample);
    if (second - printed >= 15 || ended.length === requests) {
      printed = second;
      console.log(lineOf(sample));
    }
    if (second > limitSeconds) throw new Error(`After ${limitSeconds} s only ${ended.length} requests have ended.`);
  }
  return { ended, samples, seconds: (Math.max(...ended.map(({ at }) => at)) - started) / 1_000 };
}

function lineOf({ second, ended, queued, memory, durable }: Sample): string {
  const { activities, turns, largestHistory } = durable;
  return [
    `${second.toFixed(0).padStart(5)} s`,
    `ended ${ended}`,
    `queued ${queued}`,
    `${megabytes(memory)} MB`,
    `activities ${activities.running}+${activities.waiting}`,
    `turns ${turns.running}+${turns.waiting}`,
    `history ${largestHistory.events} events, ${(largestHistory.size / 1024).toFixed(0)} KB`,
  ].join('  ');
}

/** Bytes in whole megabytes. */
export function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(0);
}

/** The value below which so many percent of some numbers lie. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
