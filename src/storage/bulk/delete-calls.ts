import { asAzureError, AzureError } from '../../azure/azure-error';
import type { Role } from '../../azure/credential';
import { throttling } from '../../azure/throttling';
import { answersOf, batchOf, targetHeaders, targetPath } from './batch';
import type { Load } from './pace';
import { codeOf, endpointOf, exchange, heals, toldWait, waitMsOf, type Answer, type Call } from './transport';
import type { DeleteAnswer, DeleteTarget } from './types';

/** Who asks, and whose storage. */
export interface Place {
  role: Role;
  account: string;
}

/** What one call came to; without answers when the service refuses batches as such. */
export interface Told {
  answers?: DeleteAnswer[];
  load: Load;
}

/** Deletes up to 256 by one call. Throws AzureError when there is no token. */
export async function deleteTogether({ role, account }: Place, targets: readonly DeleteTarget[]): Promise<Told> {
  const { contentType, body, release } = batchOf(endpointOf(account).path, targets);
  const headers = { 'content-type': contentType };
  const answer = await tried(role, account, { method: 'POST', path: '/?comp=batch', headers, body });
  const all = (one: DeleteAnswer) => targets.map(() => ({ ...one }));
  if (answer instanceof AzureError) return { answers: all({ status: 0, code: answer.code }), load: { busy: false } };
  // An answer for each part is the sign that the service has read all of it.
  if (answer.status === 202) release();
  const read = answersOf(answer.header('content-type') ?? '', answer.body, targets.length);
  const whole = answer.status === 202 ? read.whole : { status: answer.status, code: codeOf(answer) };
  // A busy service says so part by part; the call as a whole was counted where it was sent.
  if (!whole) for (const { status } of read.answers) throttling.note('storage', status);
  if (!whole) return { answers: read.answers, load: loadOf(read.answers, waitMsOf(read.retryAfter)) };
  const load = loadOf([whole], toldWait(answer));
  return heals(whole.status) ? { answers: all(whole), load } : { load };
}

/** Deletes one by a call of its own. Throws AzureError when there is no token. */
export async function deleteAlone({ role, account }: Place, target: DeleteTarget): Promise<Told> {
  const call = { method: 'DELETE', path: targetPath(target), headers: targetHeaders(target) } as const;
  const answer = await tried(role, account, call);
  if (answer instanceof AzureError) return { answers: [{ status: 0, code: answer.code }], load: { busy: false } };
  const permanent = answer.header('x-ms-delete-type-permanent');
  const one: DeleteAnswer = {
    status: answer.status,
    code: answer.status < 300 ? '' : codeOf(answer),
    ...(permanent === undefined ? {} : { permanent: permanent.toLowerCase() === 'true' }),
  };
  return { answers: [one], load: loadOf([one], toldWait(answer)) };
}

/** An answer, or how the connection failed; the service may have done what was asked. */
async function tried(role: Role, account: string, call: Call): Promise<Answer | AzureError> {
  try {
    return await exchange(role, account, call);
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status !== 0) throw error;
    return error;
  }
}

function loadOf(answers: readonly DeleteAnswer[], waitMs: number | undefined): Load {
  const busy = answers.some(
    ({ status, code }) => status === 503 || status === 429 || (status === 500 && code === 'OperationTimedOut'),
  );
  return busy && waitMs !== undefined ? { busy, waitMs } : { busy };
}
