/** Activities that a process runs at once: `maxConcurrentActivityFunctions` in host.json. */
export const slots = 10;
/** Of those one slow place has at most so many while others are asked for: half, so that those go on beside it. */
export const slotsOfOne = 5;
/**
 * All slow places together have at most so many, and so has one that is alone: however slow all are, the next that is
 * asked for finds a slot.
 */
export const slotsOfSlow = slots - 2;
/**
 * A place is slow when a call to it takes longer than this, in milliseconds. Most calls take well under a second; those
 * that have thousands of things to do are as much in the way of others as those that wait.
 */
export const slowMs = 3_000;
/** Milliseconds for which a place counts as slow after such a call has ended, and as asked for after any. */
const remembersMs = 60_000;
/** Seconds after which the first in line come back, at least and at most, and the last. */
const soonest = { least: 1, most: 10 };
const latest = 300;
/** Milliseconds by which those that were told to come back may be late before nobody waits for them. */
const graceMs = 15_000;

interface Running {
  places: readonly string[];
  since: number;
}

/**
 * Keeps slow places (workspaces) from taking all slots of a process. A call to a slow place that has its share of slots
 * is told when to come back. Places that are not slow are never kept waiting. Who asked first goes first: a free slot is
 * kept for those who asked earlier and are about to come back, so nobody starves.
 */
export class Bulkhead {
  private readonly running = new Set<Running>();
  private readonly slowUntil = new Map<string, number>();
  /** By place: until when it counts as asked for. */
  private readonly askedUntil = new Map<string, number>();
  /** By place: who was told to come back, and when. Tickets sort in the order of asking. */
  private readonly waiting = new Map<string, Map<string, number>>();

  /** `now`: milliseconds from wherever. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Lets a call to these places begin, and gives the function to call at its end; or the seconds after which it should
   * come back. Without a ticket it can't be kept waiting.
   */
  enter(places: readonly string[], ticket?: string): (() => void) | number {
    for (const place of places) this.askedUntil.set(place, this.now() + remembersMs);
    if (ticket !== undefined) {
      const waits = places.filter((place) => !this.hasRoom(place, ticket)).map((place) => this.queue(place, ticket));
      if (waits.length > 0) return Math.max(...waits);
      for (const place of places) this.line(place).delete(ticket);
    }
    const call = { places, since: this.now() };
    this.running.add(call);
    return () => this.leave(call);
  }

  private leave(call: Running): void {
    const now = this.now();
    this.running.delete(call);
    if (now - call.since > slowMs) for (const place of call.places) this.slowUntil.set(place, now + remembersMs);
    for (const place of call.places) this.askedUntil.set(place, now + remembersMs);
    for (const times of [this.slowUntil, this.askedUntil]) {
      for (const [place, until] of times) if (until <= now) times.delete(place);
    }
    for (const [place, line] of this.waiting) if (line.size === 0) this.waiting.delete(place);
  }

  private isSlow(place: string): boolean {
    const now = this.now();
    if ((this.slowUntil.get(place) ?? now) > now) return true;
    return this.at(place).some(({ since }) => now - since > slowMs);
  }

  private at(place: string): Running[] {
    return [...this.running].filter(({ places }) => places.includes(place));
  }

  /** Slots that a slow place may have. */
  private share(place: string): number {
    const running = [...this.running].flatMap(({ places }) => places);
    const asked = [...this.askedUntil].flatMap(([other, until]) => (until > this.now() ? [other] : []));
    return [...running, ...asked].some((other) => other !== place) ? slotsOfOne : slotsOfSlow;
  }

  private hasRoom(place: string, ticket: string): boolean {
    if (!this.isSlow(place)) return true;
    const slow = [...this.running].filter(({ places }) => places.some((each) => this.isSlow(each)));
    const free = Math.min(this.share(place) - this.at(place).length, slotsOfSlow - slow.length);
    return free > 0 && this.ahead(place, ticket, this.now() + this.soon(place) * 1_000) < free;
  }

  /** How many asked for this place before, and come back until then. */
  private ahead(place: string, ticket: string, until = Infinity): number {
    const line = this.line(place);
    const gone = this.now() - graceMs;
    let count = 0;
    for (const [other, due] of line) {
      if (due < gone) line.delete(other);
      else if (due <= until && other < ticket) count += 1;
    }
    return count;
  }

  /**
   * Seconds that calls to a place have taken until now: on the average half of what they will take. So who comes back
   * after that for each round before it finds half of them gone, and no slot stays empty.
   */
  private age(place: string): number {
    const calls = this.at(place);
    const sum = calls.reduce((total, { since }) => total + this.now() - since, 0);
    return Math.max(slowMs, sum / Math.max(1, calls.length)) / 1_000;
  }

  private soon(place: string): number {
    return Math.min(soonest.most, Math.max(soonest.least, this.age(place) / 5));
  }

  /** Notes that somebody comes back, and when: the earlier the fewer are before them. */
  private queue(place: string, ticket: string): number {
    const rounds = Math.floor(this.ahead(place, ticket) / this.share(place));
    const seconds = Math.min(latest, this.soon(place) + rounds * this.age(place));
    this.line(place).set(ticket, this.now() + seconds * 1_000);
    return seconds;
  }

  private line(place: string): Map<string, number> {
    const line = this.waiting.get(place) ?? new Map<string, number>();
    this.waiting.set(place, line);
    return line;
  }
}
