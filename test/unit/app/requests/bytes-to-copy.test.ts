import { bytesToCopy } from '../../../../src/requests/package/export-item';
import type { WorkBlob } from '../../../../src/requests/shard-results';

const blob = (size: number, more: Partial<WorkBlob> = {}): WorkBlob => ({
  ...{ ref: 'r', range: 0, account: 'a', container: 'c', name: 'n', etag: 'e', size, ...more },
});

describe('what an export copies', () => {
  it('is counted without images, directories, and what nobody can read', () => {
    const never = [
      ...[blob(100, { store: 'image' }), blob(100, { state: 'directory' }), blob(100, { state: 'uncommitted' })],
      ...[blob(100, { store: 'file', name: 'folder/' }), blob(100, { deleted: { until: '2026-02-01T00:00:00Z' } })],
    ];
    expect(bytesToCopy([blob(1), ...never, blob(2, { store: 'file', name: 'file' })])).toBe(3);
  });
});
