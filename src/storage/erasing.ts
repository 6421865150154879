import { asAzureError, AzureError } from '../azure/azure-error';
import { deleteBlobs } from './bulk/delete';
import type { DeleteAnswer, DeleteTarget } from './bulk/types';
import { copyQuery, type BlobOutcome, type EraseHow, type ListedBlob } from './byte-store';
import { concurrently } from './concurrently';
import {
  afterCopy,
  afterCurrent,
  afterPurge,
  copyId,
  gone,
  outcomeOfRefusal,
  restorable,
  softDeletedBase,
  type Ended,
  type Verdict,
} from './erase-rules';
import { breakLease, commitNothing, heldNow, holdsWhatIsNew, lookAt } from './erase-singles';

/** Calls at once for what can't be batched. */
const width = 8;

/** The steps of erasing blobs of one account. Each tells what became of its blobs; `fault` is what time may heal. */
export class Erasing<T extends ListedBlob> {
  fault?: AzureError;
  /** Names under which something stays or has to be tried again. */
  private readonly staying: Set<string>;

  constructor(
    private readonly account: string,
    private readonly how: EraseHow<T>,
    private readonly report: (outcome: BlobOutcome<T>) => void,
  ) {
    this.staying = how.staying ?? new Set();
  }

  /** Versions and snapshots that aren't soft-deleted. */
  async copies(blobs: readonly T[]): Promise<void> {
    await this.thenPurge(blobs, await this.delete(blobs, copyId), (answer, blob) => afterCopy(answer, blob, this.how));
  }

  /** What a reader gets. `condition` says at which etag it goes. */
  async current(all: readonly T[], condition = (blob: T) => ({ etag: blob.etag })): Promise<void> {
    const blobs = await this.without(all, async (blob) =>
      blob.versionId !== undefined && (blob.legalHold || blob.heldUntil !== undefined) ? heldNow(blob) : undefined,
    );
    const answers = await this.delete(blobs, condition);
    const versions: T[] = [];
    const firsts: DeleteAnswer[] = [];
    const leased: T[] = [];
    for (const [index, answer] of answers.entries()) {
      const blob = blobs[index] as T;
      const verdict = afterCurrent(answer, blob, this.how);
      if (verdict === 'lease') leased.push(blob);
      else if (verdict === 'version') {
        versions.push(blob);
        firsts.push(answer);
      } else await this.settle(blob, verdict, answer);
    }
    await this.thenPurge(versions, await this.delete(versions, copyId), (answer, blob, index) =>
      afterCopy(answer, blob, this.how, firsts[index]),
    );
    if (leased.length === 0) return;
    const free = await this.without(leased, async (blob) => void (await breakLease(blob)));
    const how = { ...this.how, mayBreakLease: () => false, staying: this.staying };
    const unbroken: Erasing<T> = new Erasing(this.account, how, this.report);
    await unbroken.current(free, condition);
    this.fault ??= unbroken.fault;
  }

  /** Blocks that were never committed. Discarding them leaves an empty blob, and what becomes of that is told. */
  async uncommitted(blobs: readonly T[]): Promise<void> {
    const emptied: T[] = [];
    const holds = new Map<string, Promise<boolean>>();
    await this.without(blobs, async (blob) => {
      const held = holds.get(blob.container) ?? holdsWhatIsNew(blob);
      holds.set(blob.container, held);
      // It would leave an empty blob that nobody can delete, where the service drops the blocks within a week.
      if (await held) return { outcome: 'blocked', reason: 'container_held' };
      const committed = await commitNothing(blob, this.how.intended);
      if ('ended' in committed) return committed.ended;
      emptied.push(committed.blob);
      return undefined;
    });
    await this.current(emptied);
  }

  /** Markers of directories, from the deepest up: one that holds something can't be deleted. */
  async directories(blobs: readonly T[]): Promise<void> {
    const depth = (blob: T) => blob.name.split('/').length;
    for (const level of [...new Set(blobs.map(depth))].sort((a, b) => b - a)) {
      // What has to be tried again would make its directories look as if something new were in them.
      if (this.fault) return;
      const etags = new Map<string, string>();
      const there = await this.without(
        blobs.filter((blob) => depth(blob) === level),
        async (blob) => {
          const found = await lookAt(blob);
          if (!found) return gone(this.how.intended);
          etags.set(blob.name, found.etag);
          return found.directory ? undefined : { outcome: 'drifted', reason: 'ConditionNotMet' };
        },
      );
      await this.current(there, (blob) => ({ etag: etags.get(blob.name) ?? '' }));
    }
  }

  /** What was soft-deleted before. */
  async softDeleted(blobs: readonly T[]): Promise<void> {
    const isBase = (blob: T) => copyQuery(blob) === '';
    for (const blob of blobs.filter(isBase)) this.end(blob, softDeletedBase(blob, this.how));
    await this.purge(
      blobs.filter((blob) => !isBase(blob)),
      this.how.intended,
    );
  }

  private async thenPurge(
    blobs: readonly T[],
    answers: readonly DeleteAnswer[],
    verdictOf: (answer: DeleteAnswer, blob: T, index: number) => Verdict,
  ): Promise<void> {
    const restorables: T[] = [];
    for (const [index, answer] of answers.entries()) {
      const blob = blobs[index] as T;
      const verdict = verdictOf(answer, blob, index);
      if (verdict === 'purge') restorables.push(blob);
      else await this.settle(blob, verdict, answer);
    }
    await this.purge(restorables, true);
  }

  private async purge(blobs: readonly T[], ours: boolean): Promise<void> {
    if (!this.how.permanently) {
      for (const blob of blobs) this.end(blob, restorable(blob));
      return;
    }
    const answers = await this.delete(blobs, (blob) => ({ ...copyId(blob), permanent: true }));
    for (const [index, answer] of answers.entries()) {
      const blob = blobs[index] as T;
      await this.settle(blob, afterPurge(answer, blob, ours), answer);
    }
  }

  private async delete(blobs: readonly T[], more: (blob: T) => Partial<DeleteTarget>): Promise<DeleteAnswer[]> {
    if (blobs.length === 0) return [];
    const targets = blobs.map((blob) => ({ container: blob.container, name: blob.name, ...more(blob) }));
    return deleteBlobs('eraser', this.account, targets);
  }

  /** Those for which a look found no end. */
  private async without(blobs: readonly T[], look: (blob: T) => Promise<Ended | undefined>): Promise<T[]> {
    const left: T[] = [];
    await concurrently(blobs, width, async (blob) => {
      try {
        const ended = await look(blob);
        if (ended) this.end(blob, ended);
        else left.push(blob);
      } catch (thrown) {
        const error = asAzureError(thrown);
        if (error.transient) this.fail(blob, error);
        else this.end(blob, outcomeOfRefusal(error, blob, this.how.intended));
      }
    });
    return left;
  }

  private async settle(blob: T, verdict: Verdict, { status, code }: DeleteAnswer): Promise<void> {
    if (typeof verdict === 'object') this.end(blob, verdict);
    else if (verdict !== 'look')
      this.fail(blob, new AzureError(status, code, `A blob was not deleted (${status}).`, true));
    else {
      const [changed] = await this.without([blob], async () =>
        (await lookAt(blob)) ? undefined : gone(this.how.intended),
      );
      if (changed) this.end(changed, { outcome: 'drifted', reason: 'ConditionNotMet' });
    }
  }

  private fail(blob: T, error: AzureError): void {
    this.staying.add(blob.name);
    this.fault ??= error;
  }

  private end(blob: T, ended: Ended): void {
    const kept = ended.outcome !== 'deleted' && ended.outcome !== 'already_absent' && ended.outcome !== 'soft_deleted';
    const blockedBelow = ended.reason === 'SnapshotsPresent' || ended.reason === 'DirectoryIsNotEmpty';
    // What keeps it is planned and kept itself, so nothing changed after the plan.
    const because = blockedBelow && this.keeps(blob) ? { ...ended, outcome: 'blocked' as const } : ended;
    if (kept) this.staying.add(blob.name);
    this.report({ blob, ...because });
  }

  private keeps({ name, state }: T): boolean {
    return state === 'directory'
      ? [...this.staying].some((other) => other.startsWith(`${name}/`))
      : this.staying.has(name);
  }
}
