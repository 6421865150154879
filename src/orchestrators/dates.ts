/** The instant that lies so many seconds after another. Pure, so that replays agree. */
export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1_000);
}
