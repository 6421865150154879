import type { Role } from '../../azure/credential';
import { batchesOf } from './batch';
import { deleteAlone, deleteTogether, type Place, type Told } from './delete-calls';
import { Pace } from './pace';
import { authorizationOf } from './tokens';
import { heals, tries, waitBefore } from './transport';
import type { DeleteAnswer, DeleteTarget } from './types';

/** A target with its answer, as far as there is one. */
interface Open {
  target: DeleteTarget;
  answer: DeleteAnswer;
}

/** Accounts that refuse batches: those with a hierarchical namespace may, and so may stand-ins for Azure. */
const withoutBatches = new Set<string>();
const paces = new Map<string, { batches: Pace; singles: Pace }>();

function pacesOf(account: string): { batches: Pace; singles: Pace } {
  let found = paces.get(account);
  if (!found) paces.set(account, (found = { batches: new Pace(4, 32), singles: new Pace(16, 64) }));
  return found;
}

/**
 * Deletes blobs, versions and snapshots, 256 by one call and as many calls at once as the account bears. Each gets the
 * answer that the service gave for it, in the order of the targets. What a busy service or a broken connection left open
 * is tried again, at most four times in all; a deletion whose answer was lost is then answered by 404, and what is still
 * open by the last failure (status 0 without any answer). Throws AzureError when there is no token.
 */
export async function deleteBlobs(
  role: Role,
  account: string,
  targets: readonly DeleteTarget[],
): Promise<DeleteAnswer[]> {
  const place = { role, account };
  const open: DeleteAnswer = { status: 0, code: '' };
  const all = targets.map((target): Open => ({ target, answer: open }));
  const safe = all.filter(isSafe);
  if (safe.length === 1) await untilSettled(safe, (open) => oneByOne(place, open));
  else {
    await untilSettled(safe, (open) => inBatches(place, open));
    await untilSettled(safe.filter(isDoubtful), (open) => oneByOne(place, open));
  }
  return all.map(({ answer }) => answer);
}

/** A segment of dots would lead a URL to another blob: such a target is refused here. */
function isSafe(one: Open): boolean {
  if (!/(^|\/)\.{1,2}(\/|$)/.test(one.target.name)) return true;
  one.answer = { status: 400, code: 'UnsafeName' };
  return false;
}

/**
 * Whether a batch may have given this answer because it can't do it: no document says that batches delete for good, and
 * stand-ins for Azure don't find snapshots. Then a call of its own tells.
 */
function isDoubtful({ target, answer: { status, permanent } }: Open): boolean {
  if (target.permanent) return permanent === false || (status >= 400 && status < 500 && !heals(status));
  const isCopy = target.versionId !== undefined || target.snapshot !== undefined;
  return isCopy && [400, 404, 405].includes(status);
}

/** Repeats rounds over what time may heal, until nothing is left or the service wants more time than a call has. */
async function untilSettled(targets: readonly Open[], round: (open: readonly Open[]) => Promise<Told[]>) {
  let open = targets;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const told = await round(open);
    open = open.filter(({ answer }) => heals(answer.status));
    const waits = told.flatMap(({ load }) => load.waitMs ?? []);
    const wait = waitBefore(attempt, waits.length > 0 ? Math.max(...waits) : undefined);
    if (open.length === 0 || attempt === tries || wait === Infinity) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function inBatches(place: Place, open: readonly Open[]): Promise<Told[]> {
  if (withoutBatches.has(place.account)) return oneByOne(place, open);
  const { length } = await authorizationOf(place.role);
  const { batches } = pacesOf(place.account);
  const refused: Open[] = [];
  const told = await allOf(batchesOf(open, length), async (batch) => {
    const answer = await batches.run(() =>
      deleteTogether(
        place,
        batch.map(({ target }) => target),
      ),
    );
    if (answer.answers) keep(batch, answer.answers);
    else refused.push(...batch);
    return answer;
  });
  if (refused.length === 0) return told;
  told.push(...(await oneByOne(place, refused)));
  // Who may not delete at all is refused as well, and may be let in later.
  if (refused.some(({ answer }) => answer.status < 300)) withoutBatches.add(place.account);
  return told;
}

function oneByOne(place: Place, open: readonly Open[]): Promise<Told[]> {
  const { singles } = pacesOf(place.account);
  return allOf(open, async (one) => {
    const answer = await singles.run(() => deleteAlone(place, one.target));
    keep([one], answer.answers ?? []);
    return answer;
  });
}

function keep(asked: readonly Open[], answers: readonly DeleteAnswer[]): void {
  asked.forEach((one, index) => (one.answer = answers[index] ?? one.answer));
}

/** Does something with each; the first failure is thrown when all have ended. */
async function allOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const settled = await Promise.allSettled(items.map(work));
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
