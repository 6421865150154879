/** The services whose refusals are counted apart. */
export type ThrottlingService = 'resource_manager' | 'storage' | 'data_plane';

/** Refusals by service, and the seconds in which they came. */
export type ThrottlingReport = Partial<Record<ThrottlingService, number>> & { seconds: number };

/** Seconds between two reports: refusals are part of the day's work, and one line for each would hide all others. */
const pause = 60;

/** Counts calls that were refused for being one too many. */
export class ThrottlingCount {
  private refused: Partial<Record<ThrottlingService, number>> = {};
  private since: number;

  /** `clock`: milliseconds from wherever. */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.since = clock();
  }

  /** Counts an answer that is such a refusal: 429, and of storage 503 as well, which is how it says so (Azure docs). */
  note(service: ThrottlingService, status: number): void {
    if (status !== 429 && !(service === 'storage' && status === 503)) return;
    this.refused[service] = (this.refused[service] ?? 0) + 1;
  }

  /** What was refused since the last report; undefined when nothing was, or that is less than a minute ago. */
  take(): ThrottlingReport | undefined {
    const seconds = Math.round((this.clock() - this.since) / 1_000);
    if (seconds < pause) return undefined;
    const { refused } = this;
    [this.refused, this.since] = [{}, this.clock()];
    return Object.keys(refused).length > 0 ? { ...refused, seconds } : undefined;
  }
}

/** The refusals that this process meets. */
export const throttling = new ThrottlingCount();
