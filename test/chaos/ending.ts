import { pause, type AppClient } from './app-client';
import type { OwnStorage } from './own-storage';
import type { Mail } from './requests';

/** Milliseconds after the last interruption within which everything must have ended. */
const patience = 420_000;

/** Waits for the end of all that was sent. Throws what hangs. */
export async function withPatience(ends: readonly Promise<void>[], app: AppClient, mail: Mail): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => {
      whatHangs(app, mail).then(
        (what) => fail(new Error(`Not everything ended within ${patience / 1000} seconds.\n${what}`)),
        fail,
      );
    }, patience);
  });
  try {
    await Promise.race([Promise.all(ends), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function whatHangs(app: AppClient, { requests }: Mail): Promise<string> {
  const states = await Promise.all(
    requests.map(async ({ id }) => {
      const answer = await app.call('GET', `/api/requests/${id}`, 'reader').catch((error: Error) => error);
      return `${id}: ${answer instanceof Error ? answer.message : answer.body.toString('utf8').slice(0, 600)}`;
    }),
  );
  return states.join('\n');
}

/** Milliseconds within which the last answer must come after the last request has ended, for it may be tried again. */
const answerPatience = 120_000;

/**
 * Takes the answers off their queue until every request has one, no message waits and nothing more comes. After its
 * time it gives what came: the checks tell what is missing.
 */
export async function settle(storage: OwnStorage, { requests }: Mail): Promise<string[]> {
  const results: string[] = [];
  const answered = (id: string): boolean =>
    results.some((text) => {
      const { requestId, state } = JSON.parse(text) as { requestId?: string; state?: string };
      return requestId === id && state !== 'refused';
    });
  const end = Date.now() + answerPatience;
  for (let calm = 0; calm < 3 && Date.now() < end;) {
    const come = await storage.drain('privacy-results');
    results.push(...come);
    const open = come.length > 0 || (await storage.count('privacy-requests')) > 0;
    calm = open || !requests.every(({ id }) => answered(id)) ? 0 : calm + 1;
    await pause(500);
  }
  return results;
}
