import type { Role } from '../../azure/credential';
import { batchesOf } from './batch';
import { concurrently } from '../concurrently';
import { deleteAlone, deleteTogether, type Place } from './delete-calls';
import { Pace } from './pace';
import { authorizationOf } from './tokens';
import { heals, tries, waitBefore } from './transport';
import type { DeleteAnswer, DeleteTarget } from './types';

/** A target with its answer, as far as there is one. */
interface Open {
  target: DeleteTarget;
  answer: DeleteAnswer;
  /** Whether a call has asked for it, whatever came of it. */
  asked?: boolean;
}

/** Accounts that refuse batches: those with a hierarchical namespace may, and so may stand-ins for Azure. */
const withoutBatches = new Set<string>();
/** Calls under way at once at most. What isn't under way costs nothing, however many there are. */
const mostAtOnce = { batches: 32, singles: 64 };
const paces = new Map<string, { batches: Pace; singles: Pace }>();

function pacesOf(account: string): { batches: Pace; singles: Pace } {
  let found = paces.get(account);
  if (!found)
    paces.set(
      account,
      (found = { batches: new Pace(4, mostAtOnce.batches), singles: new Pace(16, mostAtOnce.singles) }),
    );
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
async function untilSettled(
  targets: readonly Open[],
  round: (open: readonly Open[]) => Promise<number | undefined>,
): Promise<void> {
  let open = targets;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const told = await round(open);
    open = open.filter(({ answer }) => heals(answer.status));
    const wait = waitBefore(attempt, told);
    if (open.length === 0 || attempt === tries || wait === Infinity) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** A round by batches; returns the longest wait, in milliseconds, that an answer asked for. */
async function inBatches(place: Place, open: readonly Open[]): Promise<number | undefined> {
  if (withoutBatches.has(place.account)) return oneByOne(place, open);
  const { length } = await authorizationOf(place.role);
  const { batches } = pacesOf(place.account);
  const refused: Open[] = [];
  const waits = await concurrently(batchesOf(open, length), mostAtOnce.batches, async (batch) => {
    const answer = await batches.run(() =>
      deleteTogether(
        place,
        batch.map(({ target }) => target),
      ),
    );
    if (answer.answers) keep(batch, answer.answers);
    else refused.push(...batch);
    return answer.load.waitMs;
  });
  if (refused.length === 0) return longest(waits);
  waits.push(await oneByOne(place, refused));
  // Who may not delete at all is refused as well, and may be let in later.
  if (refused.some(({ answer }) => answer.status < 300)) withoutBatches.add(place.account);
  return longest(waits);
}

/** The same by a call for each. */
async function oneByOne(place: Place, open: readonly Open[]): Promise<number | undefined> {
  const { singles } = pacesOf(place.account);
  const waits = await concurrently(open, mostAtOnce.singles, async (one) => {
    const answer = await singles.run(() => deleteAlone(place, one.target));
    keep([one], answer.answers ?? []);
    return answer.load.waitMs;
  });
  return longest(waits);
}

function longest(waits: Iterable<number | undefined>): number | undefined {
  let most: number | undefined;
  for (const wait of waits) if (wait !== undefined && !(most !== undefined && most >= wait)) most = wait;
  return most;
}

function keep(asked: readonly Open[], answers: readonly DeleteAnswer[]): void {
  asked.forEach((one, index) => {
    const [before, answer] = [one.answer, answers[index] ?? one.answer];
    const lost = before.afterLost ?? (one.asked === true && (before.status === 0 || before.status >= 500));
    one.asked = true;
    one.answer = lost && answer.status === 404 ? { ...answer, afterLost: true } : answer;
  });
}
