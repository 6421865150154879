import { keptWithEarlier, type ErasedNow } from '../../../../src/requests/covered-bytes';
import type { Outcome, OutcomeLine } from '../../../../src/requests/outcomes';
import type { PlanItem } from '../../../../src/requests/plan/plan';
import type { WorkBlob } from '../../../../src/requests/shard-results';

/** What an earlier stage left behind. */
let mockEarlier: ErasedNow = { kept: {}, lines: [] };

jest.mock('../../../../src/requests/shard-results', () => ({
  phaseResults: () => new Map([[0, 'records']]),
  keptBy: () => new Map(Object.entries(mockEarlier.kept)),
  resultsOf: () => [{ outcomes: {} }],
}));
jest.mock('../../../../src/storage/documents', () => ({
  Documents: class {
    needFixed = () => ({ bytes: 'bytes' });
    lines = () => mockEarlier.lines;
  },
}));
jest.mock('../../../../src/storage/bytes', () => ({ blobUrl: ({ name }: WorkBlob) => name }));

const job = 'aaaaaaaaaaaaaaaa';
const model: PlanItem = {
  ...{ ref: 'bbbbbbbbbbbbbbbb', type: 'model', workspace: '/ws', id: '/ws/models/m/versions/1', name: 'm:1', rank: 0 },
  ...{ strength: 'strong', evidence: [] },
  ranges: [{ account: 'a', container: 'c', path: 'out/', kind: 'prefix', blobs: 1, bytes: 1, coveredBy: job }],
};
const blob: WorkBlob = {
  ...{ ref: model.ref, range: 0, account: 'a', container: 'c', name: 'out/m', etag: 'e', size: 1 },
};
const line = (id: string, outcome: Outcome): OutcomeLine => ({
  ...{ ref: job, type: 'runHistory', kind: 'blob', step: 'erase', id, outcome, at: '2026-01-01T00:00:00Z' },
});
const leased: ErasedNow = {
  kept: { [job]: { outcome: 'blocked', reason: 'bytes_kept' } },
  lines: [line('out/m', 'blocked'), line('log.txt', 'deleted')],
};
const drifted: ErasedNow = { kept: { [job]: { outcome: 'drifted', reason: 'changed_after_plan' } }, lines: [] };
const nothing: ErasedNow = { kept: {}, lines: [] };
const kept = (outcome: Outcome) => ({ [model.ref]: { outcome, reason: 'bytes_kept' } });

describe('an item whose bytes go with an earlier item', () => {
  const look = (item: PlanItem, now: ErasedNow, soFar?: string) =>
    keptWithEarlier([item], () => [blob], { soFar }, now);
  beforeEach(() => void (mockEarlier = nothing));

  it('stays with what stays of them, whether a stage before or the same call has found it', async () => {
    expect(await look(model, leased)).toEqual(kept('blocked'));
    mockEarlier = leased;
    expect(await look(model, nothing, 'link')).toEqual(kept('blocked'));
    expect(await look(model, nothing)).toEqual({});
  });

  it('stays where nothing of the earlier item was touched', async () => {
    expect(await look(model, drifted)).toEqual(kept('drifted'));
  });

  it('stays where an earlier call has met what stays, and this one has ended the earlier item', async () => {
    mockEarlier = { kept: {}, lines: leased.lines };
    const now = { kept: leased.kept, lines: [line('more', 'deleted')] };
    expect(await keptWithEarlier([model], () => [blob], { previous: 'previous' }, now)).toEqual(kept('blocked'));
  });

  it('goes where other bytes of the earlier item stay, or all of them went', async () => {
    const elsewhere = { ...leased, lines: [line('out/m', 'deleted'), line('log.txt', 'blocked')] };
    expect(await look(model, elsewhere)).toEqual({});
    expect(await look(model, { kept: {}, lines: [line('out/m', 'soft_deleted')] })).toEqual({});
  });

  it('goes by its own bytes where it owns them itself', async () => {
    const own = { ...model, ranges: model.ranges.map((range) => ({ ...range, coveredBy: undefined })) };
    expect(await look(own, leased)).toEqual({});
  });
});
