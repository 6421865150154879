import { output } from '@azure/functions';
import type { ActivityHandler } from 'durable-functions';
import type { Certificate } from '../requests/certificate/certificate';
import { followUpsOf } from '../requests/follow-ups';
import { queues } from '../config/queues';
import { loadRequest, loadStatus } from '../requests/request-store';
import { resultMessage } from '../requests/result-message';
import { Documents } from '../storage/documents';

/** Where the message about a finished request goes. */
export const resultsOutput = output.storageQueue({ queueName: queues.results, connection: queues.connection });

/** Puts the result of a finished request on the results queue. A repetition puts the same message there again. */
export const notify: ActivityHandler = async (input, context) => {
  const { key, followUps } = input as { key: string; followUps?: boolean };
  const [stored, status] = await Promise.all([loadRequest(key), loadStatus(key)]);
  const certificate = status.certificate
    ? await new Documents().needFixed<Certificate>(status.certificate.blob)
    : undefined;
  context.extraOutputs.set(
    resultsOutput,
    resultMessage(stored, status, certificate, followUps ? await followUpsOf(key) : undefined),
  );
};
