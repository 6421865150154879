import type { BlobLine } from '../../../../src/requests/plan/inventory';
import type { PlanItem, PlannedStorage } from '../../../../src/requests/plan/plan';
import { StorageTally } from '../../../../src/requests/plan/planned-storage';
import type { AccountSettings } from '../../../../src/storage/account-settings';
import { account, at, blob, deleted, inDays, item, previous, range } from './storage';

/** What a plan of one item comes to, and what is noted in the item. */
function tallied(
  settings: Partial<AccountSettings>,
  blobs: Partial<BlobLine>[],
  fields: Partial<PlanItem> = {},
): PlannedStorage & { item: PlanItem['held'] } {
  const one = item(fields);
  const tally = new StorageTally([account(settings)], { permanently: false, at });
  for (const each of blobs) {
    const place = one.ranges[each.range ?? 0];
    if (place) tally.see(one, place, blob(each));
  }
  const [storage] = tally.finish([one]);
  if (!storage) throw new Error('The tally lost the account.');
  return { ...storage, item: one.held };
}
const fortnight = { blobSoftDeleteDays: 14 };

describe('what erasing a plan leaves in its accounts', () => {
  it('counts what stays restorable, until the last of the dates', () => {
    const plan = tallied(fortnight, [{}, { snapshot: 's' }, { ...previous, ...deleted }]);
    expect(plan.recoverable).toEqual({ blobs: 3, days: 14, until: inDays(14) });
    expect(plan.held).toBeUndefined();
  });

  it('counts what was deleted before, with its own date', () => {
    expect(tallied({}, [{}, deleted]).recoverable).toEqual({ blobs: 1, days: 3, until: inDays(3) });
    expect(tallied({}, [{}]).recoverable).toBeUndefined();
  });

  it('leaves out what stays anyway, and counts what the approver may let in', () => {
    const count = (keep: PlanItem['keep']) => tallied(fortnight, [{}], { keep }).recoverable?.blobs;
    expect(count({ outcome: 'weak_match', reason: 'display_name_only' })).toBe(1);
    expect(count({ outcome: 'in_use', reason: 'in_use' })).toBe(1);
    expect(count({ outcome: 'out_of_scope', reason: 'inventory_only' })).toBeUndefined();
    expect(count({ outcome: 'shared_skipped', reason: 'bytes_shared' })).toBeUndefined();
  });

  it('leaves out what others own too, blob by blob', () => {
    const sharedWith = [{ id: 'other', range: range({ path: 'a/theirs/' }) }];
    const plan = tallied(fortnight, [{}, { name: 'a/theirs/y' }], { sharedWith });
    expect(plan.recoverable?.blobs).toBe(1);
  });

  it('counts what two items own once', () => {
    const ranges = [range({ copies: { blobs: 4, bytes: 4 } }), range({ coveredBy: 'i0', blobs: 99 })];
    const plan = tallied(fortnight, [{}, { range: 1 }], { ranges });
    expect(plan).toMatchObject({ blobs: 10, copies: 4, recoverable: { blobs: 1 } });
  });

  it('says nothing about restoring where the settings are unknown', () => {
    const plan = tallied({ unreadable: 'AuthorizationFailed' }, [{ legalHold: true }, deleted]);
    expect(plan.recoverable).toBeUndefined();
    expect(plan.held).toEqual({ blobs: 1, legalHolds: 1 });
  });

  it('counts what is held, and knows the last date only if all have one', () => {
    const dated = [{ heldUntil: inDays(2) }, { heldUntil: inDays(5) }];
    expect(tallied({}, dated).held).toEqual({ blobs: 2, legalHolds: 0, until: inDays(5) });
    expect(tallied({}, [...dated, { legalHold: true }]).held).toEqual({ blobs: 3, legalHolds: 1 });
    expect(tallied({}, [{ legalHold: true }, ...dated]).held).toEqual({ blobs: 3, legalHolds: 1 });
  });

  it('notes in an item what holds all of its bytes', () => {
    const until = inDays(2);
    expect(tallied({}, [{ heldUntil: until }, { legalHold: true }]).item).toEqual({ blobs: 2, legalHolds: 1 });
    expect(tallied({}, [{ heldUntil: until }]).item).toEqual({ blobs: 1, legalHolds: 0, until });
    expect(tallied({}, [{ heldUntil: until }, {}]).item).toBeUndefined();
    expect(tallied({}, [{}, { heldUntil: until }]).item).toBeUndefined();
    expect(tallied({}, [{ heldUntil: until }, { account: 'elsewhere' }]).item).toBeUndefined();
    expect(tallied({}, []).item).toBeUndefined();
  });

  it('adds up each account by itself, in the order of their names', () => {
    const settings = ['b', 'a'].map((name) => account({ account: name, ...fortnight }));
    const tally = new StorageTally(settings, { permanently: false, at });
    const one = item({ ranges: [range({ account: 'b', blobs: 2 }), range({ account: 'a', blobs: 3 })] });
    for (const [index, name] of ['b', 'b', 'a'].entries()) {
      const place = one.ranges[name === 'b' ? 0 : 1];
      if (place) tally.see(one, place, blob({ account: name, name: `a/${index}` }));
    }
    expect(tally.finish([one])).toMatchObject([
      { account: 'a', blobs: 3, recoverable: { blobs: 1 } },
      { account: 'b', blobs: 2, recoverable: { blobs: 2 } },
    ]);
  });
});
