import { output } from '@azure/functions';
import type { ActivityHandler } from 'durable-functions';
import { issuedCertificate } from '../requests/certificate/issue';
import { followUpsOf } from '../requests/follow-ups';
import { queues } from '../config/queues';
import { messageText } from '../requests/queue-text';
import { loadRequest, loadStatus } from '../requests/request-store';
import { resultMessage } from '../requests/result-message';

/** Where the message about a finished request goes. */
export const resultsOutput = output.storageQueue({ queueName: queues.results, connection: queues.connection });

/**
 * Puts the result of a finished request on the results queue, or with `final` what finally became of it. A repetition
 * puts the same message there again.
 */
export const notify: ActivityHandler = async (input, context) => {
  const { key, final } = input as { key: string; final?: boolean };
  const [stored, status] = await Promise.all([loadRequest(key), loadStatus(key)]);
  const first = status.certificate && (await issuedCertificate(key, 1));
  const last = final ? { certificate: await issuedCertificate(key, 2), followUps: await followUpsOf(key) } : undefined;
  const message = resultMessage(stored, status, first?.certificate, last);
  context.extraOutputs.set(resultsOutput, messageText(message));
};
