import { isForeignHost } from './system';

/** Whether the cases can be run; otherwise the reason is printed. */
function given(variable: string, cases: string): boolean {
  if (!isForeignHost || process.env[variable]) return true;
  // Not by console: Jest drops what a file logs when all its cases are skipped.
  process.stderr.write(`Skipped, because ${variable} is not set: ${cases}.\n`);
  return false;
}

/** `it` for cases that need the keys of the host; skipped, with the reason printed, where another host's are unknown. */
export function itWithKeys(name: string, test: () => Promise<void>): void {
  (given('CONFORMANCE_MASTER_KEY', name) ? it : it.skip)(name, test);
}

/** `describe` for cases that need the app's queues, likewise. */
export function describeWithQueues(name: string, cases: () => void): void {
  (given('CONFORMANCE_QUEUE_CONNECTION', name) ? describe : describe.skip)(name, cases);
}
