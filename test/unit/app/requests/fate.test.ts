import { fateOf } from '../../../../src/requests/plan/fate';
import type { BlobLine } from '../../../../src/requests/plan/inventory';
import type { AccountSettings } from '../../../../src/storage/account-settings';
import { account, at, blob, deleted, inDays, previous } from './storage';

const week = { blobSoftDeleteDays: 7 };
const purgeable = { ...week, permanentDelete: true };
const kinds = {
  current: {},
  snapshot: { snapshot: 's' },
  previous,
  'deleted base': deleted,
  'deleted version': { ...previous, ...deleted },
  'deleted snapshot': { snapshot: 's', ...deleted },
  uncommitted: { state: 'uncommitted' },
} as const satisfies Record<string, Partial<BlobLine>>;

/** Days until which each kind of blob stays restorable, in the order of `kinds`; 0 for what is gone. */
function daysOf(settings: Partial<AccountSettings>, permanently = false): number[] {
  return Object.values(kinds).map((kind) => {
    const fate = fateOf(blob(kind), account(settings), permanently, at);
    if (fate.kind === 'held') throw new Error('Nothing holds these blobs.');
    return fate.kind === 'gone' ? 0 : (Date.parse(fate.until) - at.getTime()) / 86_400_000;
  });
}

describe('what becomes of an erased blob', () => {
  it.each<[string, Partial<AccountSettings>, boolean, number[]]>([
    // current, snapshot, previous, deleted base, deleted version, deleted snapshot, uncommitted
    ['without soft delete only what was deleted before remains', {}, false, [0, 0, 0, 3, 3, 3, 0]],
    ['with versioning alone nothing of what is erased remains', { versioning: true }, false, [0, 0, 0, 3, 3, 3, 0]],
    ['soft delete keeps everything', week, false, [7, 7, 7, 3, 3, 3, 7]],
    ['soft delete keeps versions too', { ...week, versioning: true }, false, [7, 7, 7, 3, 3, 3, 7]],
    ['nobody asked for good', purgeable, false, [7, 7, 7, 3, 3, 3, 7]],
    ['a base blob can not be purged', purgeable, true, [7, 0, 0, 3, 0, 0, 7]],
    ['with versions even what was current goes', { ...purgeable, versioning: true }, true, [0, 0, 0, 3, 0, 0, 0]],
    ['the account has to allow it', { ...week, versioning: true }, true, [7, 7, 7, 3, 3, 3, 7]],
    ['only soft delete allows it', { permanentDelete: true, versioning: true }, true, [0, 0, 0, 3, 3, 3, 0]],
    [
      'point-in-time restore forbids it',
      { ...purgeable, versioning: true, pointInTimeRestoreDays: 6 },
      true,
      [7, 7, 7, 3, 3, 3, 7],
    ],
    ['a hierarchical namespace has no such thing', { ...purgeable, hns: true }, true, [7, 7, 7, 3, 3, 3, 7]],
  ])('%s', (_rule, settings, permanently, days) => {
    expect(daysOf(settings, permanently)).toEqual(days);
  });

  it('knows no soft delete of files and images', () => {
    for (const store of ['file', 'image'] as const) {
      expect(fateOf(blob({ store }), account(week), false, at)).toEqual({ kind: 'gone' });
    }
  });

  const until = (container: object, fields: Partial<BlobLine> = {}) =>
    fateOf(
      blob(fields),
      account({ containers: [{ name: 'c', legalHold: false, versionLevelImmutability: false, ...container }] }),
      true,
      at,
    );

  it.each<[string, object, Partial<BlobLine>, object]>([
    ['a legal hold of its own', {}, { legalHold: true }, { legalHold: true }],
    ['a policy of its own', {}, { heldUntil: inDays(2) }, { legalHold: false, until: inDays(2) }],
    ['a legal hold before a policy', {}, { legalHold: true, heldUntil: inDays(2) }, { legalHold: true }],
    ['the hold of its container', { legalHold: true }, {}, { legalHold: true }],
    ['the policy of its container', { immutabilityDays: 40 }, {}, { legalHold: false, until: inDays(10) }],
    ['the same for versions', { immutabilityDays: 40 }, previous, { legalHold: false, until: inDays(10) }],
    ['without a date', { immutabilityDays: 40 }, { modifiedAt: undefined }, { legalHold: false }],
    ['the hold of its container, as blocks', { legalHold: true }, { state: 'uncommitted' }, { legalHold: true }],
    ['the policy of its container, as blocks', { immutabilityDays: 0 }, { state: 'uncommitted' }, { legalHold: false }],
  ])('is held by %s', (_name, container, fields, held) => {
    expect(until(container, fields)).toEqual({ kind: 'held', ...held });
  });

  it.each<[string, object, Partial<BlobLine>]>([
    ['a policy that has ended', {}, { heldUntil: inDays(-1) }],
    ['a period that is over', { immutabilityDays: 30 }, {}],
    ['what is kept per version', { immutabilityDays: 40, versionLevelImmutability: true }, {}],
    ['another container', { name: 'other', legalHold: true }, {}],
  ])('is not held by %s', (_name, container, fields) => {
    expect(until(container, fields)).toEqual({ kind: 'gone' });
  });
});
