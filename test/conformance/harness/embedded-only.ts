import { isForeignHost } from './system';

/** `describe` for cases that need the embedded host; skipped with a printed reason when another host is under test. */
export function describeEmbedded(reason: string, cases: () => void): void {
  if (isForeignHost) {
    // Not by console: Jest drops what a file logs when all its cases are skipped.
    process.stderr.write(`Skipped, because CONFORMANCE_BASE_URL names another host: ${reason}.\n`);
  }
  (isForeignHost ? describe.skip : describe)(reason, cases);
}
