import { createHash } from 'node:crypto';
import { app, output, trigger } from '@azure/functions';
import * as df from 'durable-functions';
import { raise } from '../config/events';
import { queues } from '../config/queues';
import { settings } from '../config/settings';
import { RequestError, toProblem } from '../errors';
import { parseJson } from '../requests/parse-json';
import { messageBytes, messageText } from '../requests/queue-text';
import { parseRequest, requestSchema } from '../requests/schema';
import { submit } from '../requests/submit';
import { logged } from '../scrubbed';
import { Documents } from '../storage/documents';
import { containers } from '../storage/own-containers';
import { tellFailing } from './failing-message';

const poison = output.storageQueue({ queueName: queues.poison, connection: queues.connection });
const results = output.storageQueue({ queueName: queues.results, connection: queues.connection });

app.generic('queueRequests', {
  // As bytes: a worker that is given a text makes of it whatever value it reads as JSON.
  trigger: trigger.generic({
    ...{ type: 'queueTrigger', queueName: queues.requests, connection: queues.connection, dataType: 'binary' },
  }),
  extraInputs: [df.input.durableClient()],
  extraOutputs: [poison, results],
  handler: async (input: unknown, context) => {
    const text = Buffer.from(input as Uint8Array).toString('utf8');
    // A request without an id gets one from its message, so that a redelivery is the same request.
    const fingerprint = createHash('sha256').update(String(context.triggerMetadata?.id)).digest('hex');
    let message: unknown;
    try {
      settings();
      message = parseJson(messageBytes(text));
      if (message === null || typeof message !== 'object') throw new RequestError('invalid_json');
      const request = parseRequest(message);
      await submit(df.getClient(context), request.requestId ?? `dsr-${fingerprint.slice(0, 32)}`, request, {
        channel: 'queue',
      });
    } catch (thrown) {
      // Anything else is tried again by the host, and in the end put aside by it.
      if (!(thrown instanceof RequestError)) {
        tellFailing(context, fingerprint.slice(0, 32), thrown);
        throw logged('queueRequests', thrown, context);
      }
      const reason = `messages/${fingerprint.slice(0, 32)}.json`;
      // As it came: what could not be read may be more than what was read of it.
      await new Documents(containers.rejected).create(reason, { problem: toProblem(thrown), message: text });
      // As bytes: hosts read a text that looks like JSON, write each element of a list apart, and fail where it is none.
      context.extraOutputs.set(poison, Buffer.from(text, 'utf8'));
      const told = refusal(message, fingerprint, thrown, `${containers.rejected}/${reason}`);
      context.extraOutputs.set(results, messageText(told));
      raise(context, 'message_rejected', { message: reason, code: thrown.code });
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
