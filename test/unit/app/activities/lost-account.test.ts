import { prepareShard } from '../../../../src/activities/prepare-shard';
import { AzureError } from '../../../../src/azure/azure-error';
import type { PlanItem } from '../../../../src/requests/plan/plan';
import { shareSnapshots } from '../../../../src/requests/plan/share-snapshots';
import type { ResultContent } from '../../../../src/requests/shard-results';
import type { ByteRange } from '../../../../src/storage/uri';
import { blob, item, range } from '../requests/storage';

let mockCode = 'ENOTFOUND';
const mockFailure = () => new AzureError(0, mockCode, 'Azure could not be reached.', true);
const mockWritten: ResultContent[] = [];
let mockItems: PlanItem[] = [];
const mockBlob = blob;

jest.mock('../../../../src/requests/shard-work', () => ({
  loadShard: () => ({ plan: { action: 'erase' }, shard: {}, items: mockItems, keptBecause: () => undefined }),
}));
jest.mock('../../../../src/requests/request-store', () => ({ stopOf: () => 'no' }));
jest.mock('../../../../src/requests/shard-results', () => ({
  writeResult: (_key: string, _phase: string, _shard: number, content: ResultContent) => mockWritten.push(content),
}));
jest.mock('../../../../src/requests/known-workspaces', () => ({ workspaceOf: () => ({}) }));
jest.mock('../../../../src/resources/workspace', () => ({ openRunHistory: () => ({}) }));
jest.mock('../../../../src/resources/registry', () => ({ resourceType: () => ({}) }));
jest.mock('../../../../src/storage/files/service', () => ({ listShares: () => Promise.reject(mockFailure()) }));
jest.mock('../../../../src/storage/bytes', () => ({
  blobUrl: ({ account, name }: { account: string; name: string }) => `${account}/${name}`,
  async *listRange({ account }: ByteRange) {
    if (account === 'lost') throw mockFailure();
    yield await Promise.resolve(mockBlob({ ref: 'there' }));
  },
}));
jest.mock('../../../../src/storage/documents', () => ({
  Documents: class {
    lines = () => [mockBlob({ ref: 'there' })];
  },
}));

describe('an account whose host name nobody knows', () => {
  const lost = item({ ref: 'lost', ranges: [range({ account: 'lost' })] });
  const input = { key: 'k', plan: 'plan', shard: 0, export: false };
  beforeEach(() => {
    mockCode = 'ENOTFOUND';
    mockItems = [lost, item({ ref: 'there' })];
  });

  it('keeps what lies in it, and nothing else of the shard', async () => {
    await prepareShard(input);
    const written = mockWritten.pop();
    expect(written?.kept).toEqual({ lost: { outcome: 'failed', reason: 'bytes_kept' } });
    expect(written?.lines).toMatchObject([{ ref: 'lost', kind: 'blob', outcome: 'failed', reason: 'ENOTFOUND' }]);
    expect(written?.blobs).toMatchObject([{ ref: 'there' }]);
  });

  it('is a gap of its share snapshots', async () => {
    const files = item({ ranges: [range({ store: 'file', account: 'lost' })] });
    expect(await shareSnapshots([files])).toMatchObject([
      { code: 'storage_unreadable', detail: 'shares of lost: ENOTFOUND' },
    ]);
  });

  it('is not what a broken connection is: that is waited for', async () => {
    mockCode = 'ECONNRESET';
    await expect(prepareShard(input)).rejects.toThrow('could not be reached');
  });
});
