import type { AccountSettings } from '../../storage/account-settings';
import { contains } from '../../storage/uri';
import { fateOf, type Fate } from './fate';
import type { BlobLine } from './inventory';
import type { Held, PlanItem, PlannedRange, PlannedStorage } from './plan';

/** How the plan is carried out, as far as it decides about what is left. */
export interface ErasingHow {
  /** Whether the request asks to delete for good what is soft-deleted. */
  permanently: boolean;
  /** When the plan is made: dates are told as if all were erased then. */
  at: Date;
}

interface Sums {
  settings: AccountSettings;
  recoverable: { blobs: number; until: string };
  held?: Held;
}

const day = 86_400_000;

/**
 * Adds up, blob by blob, what erasing a plan leaves in the storage accounts behind it. Counts what goes if the approver
 * accepts all that may be accepted, less what others own too. Of an account whose settings are unreadable nothing is
 * said about what stays restorable.
 */
export class StorageTally {
  private readonly accounts: ReadonlyMap<string, Sums>;
  /** What holds an item's bytes, by its reference; `undefined` once one of them can go. */
  private readonly items = new Map<string, Held | undefined>();

  constructor(
    settings: readonly AccountSettings[],
    private readonly how: ErasingHow,
  ) {
    this.accounts = new Map(
      settings.map((one) => [one.account, { settings: one, recoverable: { blobs: 0, until: '' } }]),
    );
  }

  /** Takes in one blob, version or snapshot of an item. */
  see(item: PlanItem, range: PlannedRange, blob: BlobLine): void {
    const sums = this.accounts.get(blob.account);
    if (!sums || blob.store === 'image') return void this.items.set(item.ref, undefined);
    const fate = fateOf(blob, sums.settings, this.how.permanently, this.how.at);
    const known = this.items.get(item.ref);
    const canGo = fate.kind !== 'held' || (this.items.has(item.ref) && !known);
    this.items.set(item.ref, canGo ? undefined : withFate(known, fate));
    if (range.coveredBy || staysAnyway(item, blob)) return;
    if (fate.kind === 'held') sums.held = withFate(sums.held, fate);
    if (fate.kind !== 'recoverable' || sums.settings.unreadable) return;
    sums.recoverable.blobs += 1;
    if (fate.until > sums.recoverable.until) sums.recoverable.until = fate.until;
  }

  /** Notes in the items what holds all of their bytes, and returns the accounts in the order of their names. */
  finish(items: readonly PlanItem[]): PlannedStorage[] {
    for (const item of items) {
      const held = this.items.get(item.ref);
      if (held) item.held = held;
    }
    return [...this.accounts.values()]
      .map(({ settings, recoverable, held }) => ({
        ...settings,
        ...countsIn(settings.account, items),
        ...(recoverable.blobs > 0 ? { recoverable: this.withDays(recoverable) } : {}),
        ...(held ? { held } : {}),
      }))
      .sort((a, b) => (a.account < b.account ? -1 : 1));
  }

  private withDays({ blobs, until }: Sums['recoverable']): NonNullable<PlannedStorage['recoverable']> {
    return { blobs, days: Math.ceil((Date.parse(until) - this.how.at.getTime()) / day), until };
  }
}

/** Whether a blob stays whatever the approver accepts: with its item, or for somebody else who owns it. */
function staysAnyway(item: PlanItem, { store, account, container, name }: BlobLine): boolean {
  if (item.unpackaged) return true;
  if (item.keep && item.keep.outcome !== 'weak_match' && item.keep.outcome !== 'in_use') return true;
  const place = { store, account, container, path: name, kind: 'blob' as const };
  return item.sharedWith?.some(({ range }) => contains(range, place)) ?? false;
}

/** One more held blob. A date that is the last of all is known only where each of them has one. */
function withFate(held: Held | undefined, fate: Extract<Fate, { kind: 'held' }>): Held {
  const dates = [fate.until, ...(held ? [held.until] : [])];
  const last = dates.includes(undefined) ? undefined : dates.sort().at(-1);
  return {
    blobs: (held?.blobs ?? 0) + 1,
    legalHolds: (held?.legalHolds ?? 0) + (fate.legalHold ? 1 : 0),
    ...(last === undefined ? {} : { until: last }),
  };
}

function countsIn(account: string, items: readonly PlanItem[]): Pick<PlannedStorage, 'blobs' | 'copies'> {
  const sums = { blobs: 0, copies: 0 };
  for (const { ranges } of items) {
    for (const range of ranges) {
      if (range.account !== account || range.store === 'image' || range.coveredBy) continue;
      sums.blobs += range.blobs;
      sums.copies += range.copies?.blobs ?? 0;
    }
  }
  return sums;
}
