import * as fc from 'fast-check';
import type { ListedBlob } from '../../../../src/storage/byte-store';
import { byName, currentFirst, listedCopy, restorableUntil } from '../../../../src/storage/copies';

const day = 24 * 60 * 60 * 1_000;
const at = Date.parse('2026-11-22T12:00:00Z');
const place = { account: 'a', container: 'c' };
const entry = { name: 'n', etag: 'e', size: 1 };

describe('until when something can be restored', () => {
  it('is never before the service’s own date, however it rounds and whatever our clock says, and hardly after', () => {
    const age = fc.integer({ min: 0, max: 364 * day });
    const skew = fc.integer({ min: -60_000, max: 60_000 });
    fc.assert(
      fc.property(
        age,
        fc.integer({ min: 1, max: 365 }),
        fc.constantFrom(Math.floor, Math.ceil),
        skew,
        (since, days, rounded, off) => {
          const deleted = at - since;
          const end = deleted + days * day;
          fc.pre(end > at);
          const deletedAt = new Date(Math.floor(deleted / 1_000) * 1_000).toISOString();
          // Within minutes of a whole day, a service that rounds up can't be told from one that counts a day more.
          const most = rounded === Math.ceil && day - (since % day) < 7 * 60_000 ? 2 : 1;
          const until = Date.parse(restorableUntil({ deletedAt, remainingDays: rounded((end - at) / day) }, at + off));
          expect(until).toBeGreaterThanOrEqual(end);
          expect(until - end).toBeLessThanOrEqual(most * day + 1_000);
        },
      ),
    );
  });

  it('is exact right after a deletion, when six of seven days remain', () => {
    const deletedAt = '2026-11-22T11:59:58Z';
    expect(restorableUntil({ deletedAt, remainingDays: 6 }, at)).toBe('2026-11-29T11:59:59.000Z');
  });

  it('is the longest that there is where the service counts no days', () => {
    expect(restorableUntil({ deletedAt: '2026-11-22T00:00:00Z' }, at)).toBe('2027-11-22T00:00:01.000Z');
    expect(restorableUntil({ remainingDays: 3 }, at)).toBe('2026-11-26T12:00:01.000Z');
  });
});

describe('what a listed copy is', () => {
  it.each([
    ['current', {}, {}],
    ['current version', { versionId: 'v', isCurrentVersion: true }, { versionId: 'v' }],
    ['previous version', { versionId: 'v' }, { versionId: 'v', state: 'previous' }],
    ['snapshot', { snapshot: 's' }, { snapshot: 's' }],
    ['directory', { isDirectory: true }, { state: 'directory', etag: 'directory' }],
    ['previous version of a marker', { isDirectory: true, versionId: 'v' }, { versionId: 'v', state: 'previous' }],
    [
      'held',
      { immutableUntil: '2027-01-01T00:00:00Z', legalHold: true },
      { heldUntil: '2027-01-01T00:00:00Z', legalHold: true },
    ],
    [
      'soft-deleted',
      { deleted: true, deletedAt: '2026-11-22T00:00:00Z', remainingDays: 6 },
      { deleted: { at: '2026-11-22T00:00:00Z', until: '2026-11-29T00:00:01.000Z' } },
    ],
  ])('%s', (_case, more, expected) => {
    expect(listedCopy(place, { ...entry, ...more }, at)).toEqual({ ...place, ...entry, ...expected });
  });
});

describe('copies of one name', () => {
  it('come together, the current one first', async () => {
    const names: [string, ListedBlob['state']][] = [
      ['a', 'previous'],
      ['a', undefined],
      ['b', undefined],
      ['c', 'previous'],
    ];
    async function* listed() {
      for (const [name, state] of names) yield await Promise.resolve({ ...place, ...entry, name, state });
    }
    const groups = [];
    for await (const group of byName(listed()))
      groups.push(currentFirst(group).map(({ name, state }) => [name, state]));
    expect(groups).toEqual([[names[1], names[0]], [names[2]], [names[3]]]);
  });
});
