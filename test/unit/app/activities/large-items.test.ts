import { prepareShard } from '../../../../src/activities/prepare-shard';
import { verifyShard } from '../../../../src/activities/verify-shard';
import type { BlobLine } from '../../../../src/requests/plan/inventory';
import type { OutcomeLine } from '../../../../src/requests/outcomes';
import type { PlanItem } from '../../../../src/requests/plan/plan';
import type { ResultContent } from '../../../../src/requests/shard-results';

/** More than a call takes arguments. */
const mockCount = 130_000;
const mockItem = {
  ...{ ref: 'aaaaaaaaaaaaaaaa', type: 'upload', workspace: '/ws', id: '/ws/uploads/big', name: 'big', rank: 0 },
  ...{ strength: 'strong', evidence: [] },
  ranges: [{ account: 'store', container: 'c', path: 'big/', kind: 'prefix', blobs: mockCount, bytes: 0 }],
} satisfies PlanItem;
const mockBlob = (index: number): BlobLine => ({
  ...{ ref: mockItem.ref, range: 0, account: 'store', container: 'c', name: `big/${index}`, etag: 'e', size: 1 },
});
const mockWritten: ResultContent[] = [];

function* mockAll<T>(one: (index: number) => T): Generator<T> {
  for (let index = 0; index < mockCount; index += 1) yield one(index);
}

jest.mock('../../../../src/requests/shard-work', () => ({
  loadShard: () => ({ ...{ plan: { action: 'erase' }, shard: {}, items: [mockItem] }, keptBecause: () => undefined }),
}));
jest.mock('../../../../src/requests/item-pass', () => ({
  passOver: async (_key: string, [item]: PlanItem[], _from: number, work: (item?: PlanItem) => Promise<void>) => {
    await work(item);
    return { next: 1, done: true, cancelled: false };
  },
}));
jest.mock('../../../../src/requests/shard-results', () => ({
  writeResult: (_key: string, _phase: string, _shard: number, content: ResultContent) => mockWritten.push(content),
  phaseResults: () => new Map([[0, 'result']]),
  async *outcomeLines(): AsyncGenerator<OutcomeLine> {
    const { ref, type } = mockItem;
    for (const { name } of mockAll(mockBlob)) {
      const line = { ref, type, kind: 'blob', step: 'erase', id: name, outcome: 'soft_deleted', etag: 'e' } as const;
      yield Promise.resolve({ ...line, at: '2026-01-01T00:00:00Z', until: '2026-01-08T00:00:00Z' });
    }
  },
}));
jest.mock('../../../../src/requests/known-workspaces', () => ({ workspaceOf: () => ({}) }));
jest.mock('../../../../src/requests/gone-places', () => ({ gonePlaces: () => () => false }));
jest.mock('../../../../src/resources/workspace', () => ({ openRunHistory: () => ({}) }));
jest.mock('../../../../src/resources/registry', () => ({
  resourceType: () => ({ erasure: 'bytes only', present: () => new Set() }),
}));
jest.mock('../../../../src/storage/bytes', () => ({
  blobUrl: ({ name }: BlobLine) => name,
  listRange: () => mockAll(mockBlob),
}));
jest.mock('../../../../src/storage/documents', () => ({
  Documents: class {
    lines = () => mockAll(mockBlob);
  },
}));

describe('an item with more blobs than a call takes arguments', () => {
  const input = { key: 'k', plan: 'plan', shard: 0, export: false, history: ['erase'] };

  it('is prepared', async () => {
    await prepareShard(input);
    expect(mockWritten.pop()?.blobs).toHaveLength(mockCount);
  });

  it('is verified, however many of its blobs are to be erased again', async () => {
    await verifyShard(input);
    const written = mockWritten.pop();
    expect([written?.blobs?.length, written?.lines.length]).toEqual([mockCount, mockCount + 1]);
  });
});
