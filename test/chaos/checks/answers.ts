import type { Evidence, RequestEvidence } from '../evidence';
import type { BadMessage } from '../requests';

interface Result {
  messageId: string;
  requestId?: string;
  state: string;
}

type Messages = Pick<Evidence, 'requests' | 'bad' | 'results' | 'poison' | 'waiting'>;

/** Requests that were not answered, or not once; answers to nothing; messages that were lost or put aside. */
export function wrongAnswers({ requests, bad, results, poison, waiting }: Messages): string[] {
  const wrong: string[] = [];
  const texts = new Map<string, string>();
  for (const text of results) {
    const { messageId } = JSON.parse(text) as Result;
    const known = texts.get(messageId);
    if (known !== undefined && known !== text) wrong.push(`two answers with the id ${messageId} differ`);
    texts.set(messageId, text);
  }
  const answers = [...texts.values()].map((text) => JSON.parse(text) as Result);
  for (const request of requests) wrong.push(...wrongAnswer(request, answers));
  const refusals = answers.filter(({ state }) => state === 'refused');
  for (const message of bad) wrong.push(...wrongRefusal(message, refusals, poison));
  const sent = new Set(requests.map(({ request }) => request.id));
  const refused = new Set(bad.map(({ message }) => idOf(message)));
  for (const { requestId, state } of answers)
    if (!(state === 'refused' ? refused.has(requestId) : sent.has(requestId ?? '')))
      wrong.push(`an answer to nothing: ${state} ${requestId}`);
  const known = new Set(bad.map(({ message }) => textOf(message)));
  for (const text of poison) if (!known.has(text)) wrong.push(`put aside without a reason: ${text}`);
  if (waiting > 0) wrong.push(`${waiting} messages are left on the queue of requests`);
  return wrong;
}

function wrongAnswer({ request, view }: RequestEvidence, answers: readonly Result[]): string[] {
  // What finally became of a request is a second message.
  const own = answers.filter(
    ({ requestId, state, messageId }) =>
      requestId === request.id && state !== 'refused' && !messageId.endsWith('-final'),
  );
  if (own.length !== 1) return [`${request.id} has ${own.length} answers`];
  const [{ state } = { state: '' }] = own;
  return view && state !== view.state ? [`${request.id} is ${view.state}, and the answer says ${state}`] : [];
}

function wrongRefusal({ message }: BadMessage, refusals: readonly Result[], poison: readonly string[]): string[] {
  const text = textOf(message);
  const wrong: string[] = [];
  if (!refusals.some(({ requestId }) => requestId === idOf(message))) wrong.push(`was not refused: ${text}`);
  if (!poison.includes(text)) wrong.push(`was not put aside: ${text}`);
  return wrong;
}

function idOf(message: unknown): string | undefined {
  return typeof message === 'object' ? (message as { requestId?: string } | null)?.requestId : undefined;
}

function textOf(message: unknown): string {
  return typeof message === 'string' ? message : JSON.stringify(message);
}
