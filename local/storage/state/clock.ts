/** Milliseconds of a day. */
export const day = 86_400_000;

/** The service's time, which tests move forward, and the instants that name versions and snapshots. */
export class StorageClock {
  private offset: number;
  private last = 0;
  private fraction = 0;

  /** Starts now, or so many days before. */
  constructor(daysBehind = 0) {
    this.offset = -daysBehind * day;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Moves time forward; throws a RangeError for anything but a positive count of milliseconds. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError('The clock can only be moved forward.');
    this.offset += milliseconds;
  }

  /** An instant with seven digits of a second, as Azure names versions and snapshots; each is later than the last. */
  instant(): string {
    const now = this.now();
    if (now > this.last) [this.last, this.fraction] = [now, 0];
    else if (++this.fraction > 9999) [this.last, this.fraction] = [this.last + 1, 0];
    return `${new Date(this.last).toISOString().slice(0, 23)}${String(this.fraction).padStart(4, '0')}Z`;
  }
}
