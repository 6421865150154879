import { createHash } from 'node:crypto';
import { app, output } from '@azure/functions';
import * as df from 'durable-functions';
import { queues } from '../config/queues';
import { RequestError, toProblem } from '../errors';
import { parseRequest, requestSchema } from '../requests/schema';
import { submit } from '../requests/submit';
import { logged } from '../scrubbed';
import { Documents } from '../storage/documents';
import { containers } from '../storage/own-containers';

const poison = output.storageQueue({ queueName: queues.poison, connection: queues.connection });
const results = output.storageQueue({ queueName: queues.results, connection: queues.connection });

app.storageQueue('queueRequests', {
  queueName: queues.requests,
  connection: queues.connection,
  extraInputs: [df.input.durableClient()],
  extraOutputs: [poison, results],
  handler: async (message: unknown, context) => {
    // A request without an id gets one from its message, so that a redelivery is the same request.
    const fingerprint = createHash('sha256').update(String(context.triggerMetadata?.id)).digest('hex');
    try {
      if (message === null || typeof message !== 'object') throw new RequestError('invalid_json');
      const request = parseRequest(message);
      await submit(df.getClient(context), request.requestId ?? `dsr-${fingerprint.slice(0, 32)}`, request, {
        channel: 'queue',
      });
    } catch (thrown) {
      // Anything else is tried again by the host, and in the end put aside by it.
      if (!(thrown instanceof RequestError)) throw logged('queueRequests', thrown, context);
      const reason = `messages/${fingerprint.slice(0, 32)}.json`;
      await new Documents(containers.rejected).create(reason, { problem: toProblem(thrown), message });
      // As text: a list given to an output binding is a message for each of its elements, and null is none.
      context.extraOutputs.set(poison, typeof message === 'string' ? message : JSON.stringify(message));
      context.extraOutputs.set(results, refusal(message, fingerprint, thrown, `${containers.rejected}/${reason}`));
      context.warn(`A message was refused: ${thrown.code}.`);
    }
  },
});

/** What the sender gets to know: only ids that are well-formed are repeated, and where the faults are written. */
function refusal(message: unknown, fingerprint: string, error: RequestError, reason: string) {
  const { requestId, ticket } = (message ?? {}) as Record<string, unknown>;
  const id = requestSchema.shape.requestId.safeParse(requestId);
  const known = requestSchema.shape.ticket.safeParse(ticket);
  return {
    messageId: fingerprint.slice(0, 32),
    ...(id.success && id.data ? { requestId: id.data } : {}),
    ...(known.success && known.data ? { ticket: known.data } : {}),
    ...{ state: 'refused', code: error.code, reason },
  };
}
