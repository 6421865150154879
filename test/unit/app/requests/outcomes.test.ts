import * as fc from 'fast-check';
import { isGap, outcomeTable, worst, type Outcome } from '../../../../src/requests/outcomes';
import { isTerminal, isValidTransition, requestStates } from '../../../../src/requests/states';
import { Tallying } from '../../../../src/requests/certificate/tally';
import type { StoredLine } from '../../../../src/requests/certificate/marks';

const outcomes = Object.keys(outcomeTable) as Outcome[];
const outcome = fc.constantFrom(...outcomes);

describe('worst', () => {
  it('knows every outcome', () => {
    for (const each of outcomes) expect(worst([each])).toBe(each);
    expect(worst([])).toBeUndefined();
  });

  it('is one of the given, whatever their order, and a gap when one of them is', () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1 }), (given) => {
        const found = worst(given);
        expect(given).toContain(found);
        expect(worst([...given].reverse())).toBe(found);
        expect(found && isGap(found)).toBe(given.some(isGap));
      }),
    );
  });

  it('never lets what is gone hide what is still there', () => {
    const gone: Outcome[] = ['deleted', 'already_absent', 'exported', 'archived_only', 'soft_deleted'];
    const here = outcomes.filter((each) => !gone.includes(each));
    for (const each of here) for (const other of gone) expect(worst([other, each])).toBe(each);
  });
});

describe('transitions of a request', () => {
  const state = fc.constantFrom(...requestStates);

  it('never leave an end', () => {
    fc.assert(
      fc.property(state, state, (from, to) => {
        fc.pre(isTerminal(from) && from !== to);
        expect(isValidTransition(from, to)).toBe(false);
      }),
    );
  });

  it('never come back', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        fc.pre(a !== b);
        expect(isValidTransition(a, b) && isValidTransition(b, a)).toBe(false);
      }),
    );
  });

  it('skip what is not needed, and may end from anywhere', () => {
    expect(isValidTransition('received', 'awaiting_approval')).toBe(true);
    expect(isValidTransition('exporting', 'awaiting_approval')).toBe(false);
    for (const from of requestStates.filter((each) => !isTerminal(each))) {
      for (const to of requestStates.filter(isTerminal)) expect(isValidTransition(from, to)).toBe(true);
    }
  });

  it('ends are exactly the documented ones', () => {
    const ends = ['completed', 'completed_with_gaps', 'rejected', 'expired', 'cancelled', 'failed'];
    expect(requestStates.filter(isTerminal)).toEqual(ends);
  });
});

describe('Tallying', () => {
  const line = (fields: Partial<StoredLine>): StoredLine => ({
    ...{
      ref: 'r1',
      type: 'job',
      kind: 'item',
      step: 'erase',
      id: 'id1',
      outcome: 'deleted',
      at: '2026-01-01T00:00:00Z',
      mark: 'm1',
      nonce: 'n',
      check: 'c',
    },
    ...fields,
  });

  it('lets the latest line of a thing count', () => {
    const tallying = new Tallying();
    tallying.add(line({ outcome: 'deleted' }), true);
    tallying.add(line({ outcome: 'failed' }), true);
    tallying.add(line({ kind: 'blob', id: 'b', outcome: 'deleted', bytes: 5 }), true);
    tallying.add(line({ kind: 'blob', id: 'b', outcome: 'failed', bytes: 5 }), false);
    expect(tallying.tally.items.erase).toEqual({ job: { deleted: 1 } });
    expect(tallying.tally.blobs.erase).toEqual({ job: { deleted: { blobs: 1, bytes: 5 } } });
    expect(tallying.tally.outcomes).toEqual({ deleted: 2 });
    expect(tallying.tally.keptCount).toBe(0);
  });

  it('keeps steps and kinds apart', () => {
    const tallying = new Tallying();
    tallying.add(line({ step: 'export', outcome: 'exported' }), true);
    tallying.add(line({ step: 'erase', outcome: 'blocked', reason: 'LeaseIdMissing' }), true);
    expect(tallying.tally.items).toEqual({ export: { job: { exported: 1 } }, erase: { job: { blocked: 1 } } });
    expect(tallying.tally.kept).toEqual([{ mark: 'm1', type: 'job', outcome: 'blocked', reason: 'LeaseIdMissing' }]);
    expect(tallying.outcomeOf('erase', 'r1')).toBe('blocked');
    expect(tallying.outcomeOf('erase', 'r10')).toBeUndefined();
    expect(tallying.outcomeOf('export', 'r1')).toBe('exported');
  });

  it('counts what is kept beyond what it lists', () => {
    const tallying = new Tallying();
    for (let at = 0; at < 10_005; at += 1) tallying.add(line({ ref: `r${at}`, outcome: 'failed' }), false);
    expect([tallying.tally.kept.length, tallying.tally.keptCount]).toEqual([10_000, 10_005]);
  });

  it('lists items of whose blobs something is left, with the latest date', () => {
    const tallying = new Tallying();
    const blob = (id: string, outcome: Outcome, until?: string) =>
      tallying.add(line({ kind: 'blob', id, outcome, until, bytes: 2 }), true);
    blob('a', 'soft_deleted', '2026-01-02T00:00:00Z');
    blob('b', 'soft_deleted', '2026-01-03T00:00:00Z');
    blob('c', 'deleted');
    blob('d', 'blocked', '2026-02-01T00:00:00Z');
    blob('e', 'blocked');
    expect(() => tallying.tally).toThrow('no line');
    tallying.add(line({}), true);
    expect(tallying.tally.kept).toEqual([]);
    expect(tallying.tally.residual).toEqual([
      { mark: 'm1', type: 'job', outcome: 'soft_deleted', blobs: 2, bytes: 4, until: '2026-01-03T00:00:00Z' },
      // One of them has no date: then there is none after which all of them are free.
      { mark: 'm1', type: 'job', outcome: 'blocked', blobs: 2, bytes: 4 },
    ]);
  });

  it('adds up to the lines it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ outcome, blob: fc.boolean(), bytes: fc.nat(100) })), (all) => {
        const tallying = new Tallying();
        all.forEach((each, at) => {
          const kind = each.blob ? ('blob' as const) : ('item' as const);
          tallying.add(line({ kind, ref: `r${at}`, id: `i${at}`, outcome: each.outcome, bytes: each.bytes }), false);
          tallying.add(line({ step: 'export', ref: `r${at}`, outcome: 'exported' }), false);
        });
        const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
        expect(sum(tallying.tally.outcomes)).toBe(2 * all.length);
        expect(sum(tallying.tally.items.erase.job ?? {})).toBe(all.filter((each) => !each.blob).length);
        const bytes = Object.values(tallying.tally.blobs.erase.job ?? {}).reduce((a, b) => a + b.bytes, 0);
        expect(bytes).toBe(all.filter((each) => each.blob).reduce((a, b) => a + b.bytes, 0));
      }),
    );
  });
});
