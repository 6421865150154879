import { failureCode } from './app-client';
import { ok, wrong, type Finding } from './finding';

/** Puts a request on the queue as a ticketing system would. Azure docs: Put Message. */
export async function sendByQueue(queueUrl: string, token: string, request: object): Promise<Finding> {
  const text = Buffer.from(JSON.stringify(request)).toString('base64');
  let status: number;
  try {
    const response = await fetch(`${queueUrl.replace(/\/$/, '')}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'x-ms-version': '2021-12-02', 'content-type': 'application/xml' },
      body: `<QueueMessage><MessageText>${text}</MessageText></QueueMessage>`,
      signal: AbortSignal.timeout(30_000),
    });
    status = response.status;
  } catch (thrown) {
    return wrong(
      `the queue can't be reached: ${failureCode(thrown)}`,
      'Check --queue-url (REQUEST_QUEUE_URL) and the network rules of the account.',
    );
  }
  if (status === 201) return ok('a dry run is put on the queue');
  const todo = 'Who sends needs Storage Queue Data Message Sender on the queue privacy-requests.';
  if (status === 401 || status === 403) return wrong(`the queue refuses the message (${status})`, todo);
  return wrong(`the queue answers ${status}`, 'Check --queue-url: it ends with /privacy-requests.');
}
