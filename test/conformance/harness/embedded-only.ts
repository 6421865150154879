import { isForeignHost } from './system';

/** `describe` for cases that need the embedded host; skipped with a printed reason when another host is under test. */
export function describeEmbedded(reason: string, cases: () => void): void {
  if (isForeignHost) console.warn(`Skipped, because CONFORMANCE_BASE_URL names another host: ${reason}.`);
  (isForeignHost ? describe.skip : describe)(reason, cases);
}
