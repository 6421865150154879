import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import type { RequestPolicyFactory } from '@azure/storage-blob';
import { settings } from '../config/settings';
import { AzureError } from './azure-error';
import { throttling } from './throttling';

/** What a service is that doesn't answer, or stops in the middle of an answer. */
export function unanswered(): AzureError {
  return new AzureError(0, 'Timeout', 'Azure did not answer in time.', true);
}

/** Milliseconds that a service may take to answer, and to send the next piece of an answer. */
export function answerTimeMs(): number {
  return settings().ANSWER_SECONDS * 1_000;
}

/** What can be told to stop, in the words of every SDK. */
interface Stoppable {
  abortSignal?: unknown;
}

/**
 * Sends a request that ends when no answer comes, which by themselves the SDKs wait for without limit. It is not
 * repeated within the activity, since a few such waits are longer than a function may run: its orchestrator does.
 */
async function inTime<R extends Stoppable, T>(request: R, send: (request: R) => Promise<T>): Promise<T> {
  const { abortSignal } = request;
  const expired = new AbortController();
  const timer = setTimeout(() => expired.abort(), answerTimeMs());
  const asked = abortSignal instanceof AbortSignal ? [abortSignal] : [];
  request.abortSignal = AbortSignal.any([expired.signal, ...asked]);
  try {
    return await send(request);
  } catch (thrown) {
    if (expired.signal.aborted) throw unanswered();
    throw thrown;
  } finally {
    clearTimeout(timer);
    request.abortSignal = abortSignal;
  }
}

/** The HTTP client of the SDKs of Resource Manager, and of what has none. */
export function patientClient(inner: HttpClient = createDefaultHttpClient()): HttpClient {
  return {
    async sendRequest(request) {
      const response = await inTime(request, (limited) => inner.sendRequest(limited));
      const isArm = request.url.startsWith(settings().CLOUD_ARM_ENDPOINT);
      throttling.note(isArm ? 'resource_manager' : 'data_plane', response.status);
      return response;
    },
  };
}

/** The same for the SDKs of storage, which take policies of an older kind only. */
export const patientPolicy: RequestPolicyFactory = {
  create: (next) => ({
    async sendRequest(request) {
      const response = await inTime(request, (limited) => next.sendRequest(limited));
      throttling.note('storage', response.status);
      return response;
    },
  }),
};

/** Passes a stream on, and ends it when nothing comes for longer than a service may take. */
export async function* steady(
  content: AsyncIterable<Uint8Array>,
  limitMs = answerTimeMs(),
): AsyncGenerator<Uint8Array> {
  const pieces = content[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const late = new Promise<never>((_, fail) => {
        timer = setTimeout(() => fail(unanswered()), limitMs);
      });
      const piece = await Promise.race([pieces.next(), late]).finally(() => clearTimeout(timer));
      if (piece.done) return;
      yield piece.value;
    }
  } finally {
    // Not awaited: a generator that waits for its source would wait for ever.
    void Promise.resolve(pieces.return?.()).catch(() => undefined);
  }
}
