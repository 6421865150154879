import { setTimeout as sleep } from 'node:timers/promises';

/** Waits that many milliseconds: for cases that show that something does NOT happen. */
export { sleep };

/**
 * Asks again until the answer is defined, for at most `timeoutMs` milliseconds.
 * @throws an error that names what was waited for
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 15_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
    await sleep(40);
  }
}
