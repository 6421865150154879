import { certify, ErasedItems } from '../../../../src/requests/certificate/certified-lineage';
import { refOf } from '../../../../src/requests/keys';
import type { Outcome } from '../../../../src/requests/outcomes';
import type { LineageLine } from '../../../../src/requests/plan/plan';

const line = (ref: string, outcome: Outcome, kind: 'item' | 'blob' = 'item', step: 'erase' | 'export' = 'erase') => ({
  ...{ ref, kind, step, outcome },
});
const erasedBy = (...lines: ReturnType<typeof line>[]) => {
  const erased = new ErasedItems();
  for (const each of lines) erased.add(each);
  return erased;
};

describe('ErasedItems', () => {
  it('counts an item as erased in part when its record or any of its bytes went, or were gone already', () => {
    for (const outcome of ['deleted', 'soft_deleted', 'archived_only', 'already_absent'] as const)
      for (const kind of ['item', 'blob'] as const) expect(erasedBy(line('a', outcome, kind)).inPart('a')).toBe(true);
  });

  it('does not for what was kept, failed, or was only exported', () => {
    for (const outcome of ['shared_skipped', 'blocked', 'failed', 'in_use', 'pending'] as const)
      expect(erasedBy(line('a', outcome)).inPart('a')).toBe(false);
    expect(erasedBy(line('a', 'exported', 'item', 'export')).inPart('a')).toBe(false);
  });

  it('says that the whole is gone by what finally became of the record', () => {
    expect(erasedBy(line('a', 'deleted')).asAWhole('a')).toBe(true);
    expect(erasedBy(line('a', 'failed'), line('a', 'deleted')).asAWhole('a')).toBe(false);
    expect(erasedBy(line('a', 'deleted', 'blob')).asAWhole('a')).toBe(false);
  });
});

describe('certify', () => {
  const entry: LineageLine = {
    ...{ ref: 'm', id: '/m/1', name: 'churn', version: '1', workspace: '/ws', planned: false },
    ...{ jobs: ['/jobs/j'], reads: ['r1', 'r2'], deployments: ['/e/live', '/e/gone'] },
  };
  const ids = new Map([
    ['r1', '/data/1'],
    ['r2', '/data/2'],
  ]);
  const mark = (id: string) => `mark of ${id}`;

  it('names a model that is still there, and leaves out deployments that are not', () => {
    expect(certify(entry, ids, erasedBy(line(refOf('/e/gone'), 'deleted')), mark)).toEqual({
      model: { mark: 'mark of /m/1', name: 'churn', version: '1', workspace: '/ws' },
      jobs: ['mark of /jobs/j'],
      reads: ['mark of /data/1', 'mark of /data/2'],
      deployments: ['/e/live'],
      erased: false,
    });
  });

  it('does not name a model that was erased', () => {
    const { model, erased } = certify(entry, ids, erasedBy(line('m', 'deleted')), mark);
    expect({ model, erased }).toEqual({ model: { mark: 'mark of /m/1', workspace: '/ws' }, erased: true });
  });
});
