import { freshMark } from '../generators/body';
import { waitingMarks, type HttpCase } from '../generators/http-case';
import { canaryMark } from '../generators/text';
import { complaintAbout, type KnownCodes } from '../oracle/answer';
import { rawCall, toBuffer, type RawCall } from '../raw-call';
import type { FuzzedSystem } from '../system';

/** The request that waits for a decision while others are tried on it. */
export interface Waiting {
  id: string;
  hash: string;
}

/** Sends one case to the running app. Throws what is wrong with the answer. */
export async function checkHttp(
  system: FuzzedSystem,
  tried: HttpCase,
  codes: KnownCodes,
  waiting: Waiting,
): Promise<void> {
  const fresh = system.fresh();
  const real = (text: string) =>
    text
      .replaceAll(freshMark, fresh)
      .replaceAll(canaryMark, system.canary.url)
      .replaceAll(waitingMarks.id, waiting.id)
      .replaceAll(waitingMarks.hash, waiting.hash);
  const { call, due } = tried;
  const token = await system.token(tried.user);
  const sent: RawCall = {
    ...call,
    target: real(call.target),
    headers: [
      ...(token ? [['x-zumo-auth', token] as const] : []),
      ...call.headers.map(([name, value]) => [name, real(value)] as const),
    ],
    // A body of megabytes holds nothing to replace.
    ...(call.body && call.body.middle === undefined
      ? { body: { before: real(toBuffer(call.body).toString('latin1')) } }
      : {}),
  };
  const answer = await rawCall(system.running.url, sent);
  const accepted = due.kind === 'body' && 'accepted' in due.body ? due.body : undefined;
  const complaint = complaintAbout(
    { ...tried, due: withPointers(due, real) },
    answer,
    codes,
    accepted?.id && real(accepted.id),
  );
  if (complaint) throw new Error(complaint);
  if (accepted && answer?.status === 202) {
    system.accepted.add((JSON.parse(answer.body.toString('utf8')) as { id: string }).id);
  }
}

/** What is due, with what stands for an address of this run replaced in the pointers to where it is a key. */
function withPointers(due: HttpCase['due'], real: (text: string) => string): HttpCase['due'] {
  if (due.kind !== 'body' || !('refused' in due.body) || !due.body.pointers) return due;
  const inPointer = (mark: string) => mark.replaceAll('~', '~0').replaceAll('/', '~1');
  const [mark, actual] = [inPointer(canaryMark), inPointer(real(canaryMark))];
  const pointers = due.body.pointers.map((pointer) => pointer.replaceAll(mark, actual));
  return { ...due, body: { ...due.body, pointers } };
}
