import { rangesOfSnapshot, snapshotAt } from '../../../../src/resources/ownership/snapshot-ranges';

describe('snapshotAt', () => {
  it.each([
    ['snapshots', 'abc/', 'abc'],
    ['revisions', 'abc/', 'abc'],
    ['snapshotzips', 'abc.zip', 'abc'],
    ['snapshotzips', 'abc/', 'abc'],
    ['snapshotzips', 'a.b.zip', 'a.b'],
    ['snapshots', 'abc.zip', undefined],
    ['snapshots', 'abc', undefined],
    ['snapshotzips', '.zip', undefined],
  ])('finds in %s, entry %j, the snapshot %j', (container, entry, id) => {
    expect(snapshotAt(container, entry)).toBe(id);
    // What is found by an entry owns that entry.
    const owned =
      id !== undefined && rangesOfSnapshot('a', id).some((at) => at.container === container && at.path === entry);
    expect(owned).toBe(id !== undefined);
  });
});
