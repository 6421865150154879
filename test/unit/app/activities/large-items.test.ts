import { eraseBytes } from '../../../../src/activities/erase-bytes';
import { prepareShard } from '../../../../src/activities/prepare-shard';
import { verifyShard } from '../../../../src/activities/verify-shard';
import type { BlobOutcome } from '../../../../src/storage/byte-store';
import type { BlobLine } from '../../../../src/requests/plan/inventory';
import type { OutcomeLine } from '../../../../src/requests/outcomes';
import type { PlanItem } from '../../../../src/requests/plan/plan';
import type { ResultContent } from '../../../../src/requests/shard-results';

/** More than a call takes arguments. */
const large = 130_000;
let mockCount = large;
const mockItem = {
  ...{ ref: 'aaaaaaaaaaaaaaaa', type: 'upload', workspace: '/ws', id: '/ws/uploads/big', name: 'big', rank: 0 },
  ...{ strength: 'strong', evidence: [] },
  ranges: [{ account: 'store', container: 'c', path: 'big/', kind: 'prefix', blobs: large, bytes: 0 }],
} satisfies PlanItem;
const mockBlob = (index: number): BlobLine => ({
  ...{ ref: mockItem.ref, range: 0, account: 'store', container: 'c', name: `big/${index}`, etag: 'e', size: 1 },
});
const mockWritten: ResultContent[] = [];
const [mockSooner, mockLater] = ['2026-01-08T00:00:00Z', '2026-01-09T00:00:00Z'];
let mockPassed = 0;

function* mockAll<T>(one: (index: number) => T): Generator<T> {
  for (let index = 0; index < mockCount; index += 1) yield one(index);
}

jest.mock('../../../../src/requests/shard-work', () => ({
  loadShard: () => ({
    ...{ plan: { action: 'erase', storage: [] }, shard: {}, items: [mockItem] },
    keptBecause: () => undefined,
  }),
}));
jest.mock('../../../../src/requests/request-store', () => ({
  stopOf: () => 'no',
  loadRequest: () => ({ request: {} }),
}));
jest.mock('../../../../src/requests/intents', () => ({ isIntended: () => true, intend: () => true }));
jest.mock('../../../../src/requests/record-drift', () => ({ recordDrifted: () => false }));
jest.mock('../../../../src/requests/shard-results', () => ({
  writeResult: (_key: string, _phase: string, _shard: number, content: ResultContent) => {
    mockWritten.push(content);
    return 'written';
  },
  phaseResults: () => new Map([[0, 'result']]),
  resultsOf: () => [{ blobs: {} }],
  keptBy: () => new Map(),
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
  storeOf: () => ({
    erase(_account: string, blobs: BlobLine[], _how: object, report: (outcome: BlobOutcome<BlobLine>) => void) {
      // A slow service: each call of it takes all the time there is.
      mockPassed += 61_000;
      const first = blobs[0]?.name === 'big/0';
      for (const blob of blobs) report({ blob, outcome: 'soft_deleted', until: first ? mockLater : mockSooner });
    },
  }),
}));
jest.mock('../../../../src/storage/documents', () => ({
  Documents: class {
    lines = () => mockAll(mockBlob);
    needFixed = (name: string) => (name === 'written' ? mockWritten.at(-1) : {});
  },
}));

describe('an item with more blobs than a call takes arguments', () => {
  const input = { key: 'k', plan: 'plan', shard: 0, export: false, history: ['erase'] };

  it('is prepared', async () => {
    await prepareShard(input);
    expect(mockWritten.pop()?.blobs).toHaveLength(mockCount);
  });

  it('is erased by several calls, each of which goes on where the one before had to stop', async () => {
    mockCount = 15_000;
    const now = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + mockPassed);
    const erasing = { ...input, prepared: 'prepared', sharing: 'sharing' };
    let done = false;
    for (let calls = 0; !done && calls < 100; calls += 1) {
      ({ done } = await eraseBytes({ ...erasing, ...(calls > 0 ? { previous: 'written' } : {}) }));
    }
    clock.mockRestore();
    expect(done).toBe(true);
    expect(mockWritten).toHaveLength(mockCount / 5_000);
    expect(new Set(mockWritten.flatMap(({ lines }) => lines.map(({ id }) => id))).size).toBe(mockCount);
    const [last] = mockWritten.splice(0).reverse();
    expect(last).toMatchObject({ kept: {}, recoverable: { [mockItem.ref]: { until: mockLater } }, next: 4 });
    expect(last?.begun).toBeUndefined();
    mockCount = large;
  });

  it('is verified, however many of its blobs are to be erased again', async () => {
    await verifyShard(input);
    const written = mockWritten.pop();
    expect([written?.blobs?.length, written?.lines.length]).toEqual([mockCount, mockCount + 1]);
  });
});
