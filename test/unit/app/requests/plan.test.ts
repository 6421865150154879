import * as fc from 'fast-check';
import { canonicalJson, contentHash, refOf } from '../../../../src/requests/keys';
import {
  decisionHash,
  keptBecause,
  planHash,
  type Decision,
  type Plan,
  type PlanItem,
} from '../../../../src/requests/plan/plan';

const decision = (fields: Partial<Decision> = {}): Decision => ({
  ...{ planHash: 'p', verdict: 'approve', exclude: [], acceptWeak: false, acceptInUse: [], by: { id: 'b' }, at: 't' },
  ...fields,
});
const item = (keep?: PlanItem['keep']): PlanItem => ({
  ...{
    ref: 'r1',
    type: 'job',
    workspace: 'w',
    id: 'i',
    name: 'n',
    strength: 'strong',
    evidence: [],
    ranges: [],
    rank: 0,
    keep,
  },
});

describe('keptBecause', () => {
  const weak = item({ outcome: 'weak_match', reason: 'display_name_only' });
  const used = item({ outcome: 'in_use', reason: 'in_use' });
  const shared = item({ outcome: 'shared_skipped', reason: 'bytes_shared' });

  it('erases what the plan erases, unless the approver takes it out', () => {
    expect(keptBecause(item(), decision())).toBeUndefined();
    expect(keptBecause(item(), decision({ exclude: ['r10'] }))).toBeUndefined();
    for (const each of [item(), weak, used]) {
      const all = decision({ exclude: ['r1'], acceptWeak: true, acceptInUse: ['r1'] });
      expect(keptBecause(each, all)).toEqual({ outcome: 'cancelled', reason: 'excluded_by_approver' });
    }
  });

  it('lets in only what was accepted, and each by its own word', () => {
    expect(keptBecause(weak, decision({ acceptInUse: ['r1'] }))?.outcome).toBe('weak_match');
    expect(keptBecause(weak, decision({ acceptWeak: true }))).toBeUndefined();
    expect(keptBecause(used, decision({ acceptWeak: true, acceptInUse: ['r2'] }))?.outcome).toBe('in_use');
    expect(keptBecause(used, decision({ acceptInUse: ['r1'] }))).toBeUndefined();
  });

  it('lets a part go with the whole that was accepted, not the whole with a part', () => {
    const endpoint = 'ws/onlineEndpoints/e';
    const part = { ...used, partOf: [endpoint] };
    expect(keptBecause(part, decision({ acceptInUse: [refOf(endpoint)] }))).toBeUndefined();
    expect(keptBecause(part, decision({ acceptInUse: ['r1'] }))).toBeUndefined();
    expect(keptBecause({ ...used, ref: refOf(endpoint) }, decision({ acceptInUse: ['r1'] }))?.outcome).toBe('in_use');
  });

  it('lets nobody accept the erasure of what others own', () => {
    expect(keptBecause(shared, decision({ acceptWeak: true, acceptInUse: ['r1'] }))).toBe(shared.keep);
  });
});

describe('hashes', () => {
  it('do not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(contentHash(turned)).toBe(contentHash(value));
      }),
    );
  });

  it('differ when anything differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = JSON.stringify(JSON.parse(canonicalJson(a))) === JSON.stringify(JSON.parse(canonicalJson(b)));
        expect(contentHash(a) === contentHash(b)).toBe(same);
      }),
    );
  });

  it('are known values: others must be able to check them', () => {
    expect(canonicalJson({ b: [1, 'ü'], a: undefined, c: null })).toBe('{"b":[1,"ü"],"c":null}');
    expect(contentHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('of a decision cover every word of it', () => {
    const changes: Partial<Decision>[] = [
      ...[{ planHash: 'q' }, { verdict: 'reject' as const }, { exclude: ['r'] }, { acceptWeak: true }],
      ...[{ acceptInUse: ['r'] }, { by: { id: 'c' } }, { at: 'u' }],
    ];
    const hashes = new Set([decision(), ...changes.map(decision)].map(decisionHash));
    expect(hashes.size).toBe(changes.length + 1);
  });

  it('of a plan cover its shards', () => {
    const plan = (sha256: string): Plan => {
      const shard = { blob: 'b', count: 1, bytes: 1, sha256 };
      return {
        ...{ version: 1, requestId: 'r', contentHash: 'c', action: 'erase', workspaces: ['w'], counts: {}, gaps: [] },
        notices: [],
        storage: [],
        lineage: { blob: '', count: 0, bytes: 0, sha256: '' },
        totals: { items: 1, blobs: 0, bytes: 0, weak: 0, inUse: 0, shared: 0 },
        shards: [{ type: 'job', workspace: 0, rank: 0, items: shard, blobs: shard }],
        createdAt: '2026-01-01T00:00:00Z',
      };
    };
    expect(planHash(plan('1'))).not.toBe(planHash(plan('2')));
  });
});

describe('refOf', () => {
  it('takes ARM ids as ARM does, without case, and shows nothing of them', () => {
    expect(refOf('/W/Jobs/ANNA')).toBe(refOf('/w/jobs/anna'));
    expect(refOf('/w/jobs/job1')).not.toBe(refOf('/w/jobs/job10'));
    expect(refOf('/w/jobs/anna')).toMatch(/^[0-9a-f]{16}$/);
  });
});
