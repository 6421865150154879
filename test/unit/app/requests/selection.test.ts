import { refOf } from '../../../../src/requests/keys';
import type { DataRequest, Filter } from '../../../../src/requests/schema';
import { nothingLearned, select, subjectOfRequest, type Learned } from '../../../../src/requests/plan/selection';
import type { Found } from '../../../../src/resources/resource-type';
import { creator, found, workspace } from './found';

const receivedAt = '2026-01-31T12:00:00.000Z';
const anna = { principal: 'anna@contoso.com' };
const decide = (request: Partial<DataRequest>, thing: Found, learned: Learned = nothingLearned) => {
  const full: DataRequest = { action: 'erase', scope: { workspaces: [workspace] }, ...request };
  return select(full, subjectOfRequest(full, learned), learned, receivedAt, workspace.toUpperCase(), thing);
};
const byFilter = (filter: Filter, thing: Found) => decide({ scope: { workspaces: [workspace], filter } }, thing).kind;
const subject: DataRequest['subject'] = { identities: [{ type: 'upn', value: anna.principal }] };
const learnedOf = (...jobs: string[]): Learned => ({
  jobs: new Map([[workspace.toLowerCase(), new Set(jobs)]]),
  displayNames: ['Anna'],
});

describe('select by filter', () => {
  const at = (createdAt?: string) => found('j', { createdAt });

  it.each([
    ['createdBefore', { createdBefore: '2026-01-01T00:00:00Z' }, '2025-12-31T23:59:59.999Z', 'selected'],
    ['createdBefore', { createdBefore: '2026-01-01T00:00:00Z' }, '2026-01-01T00:00:00.000Z', 'no'],
    ['createdBefore with offset', { createdBefore: '2026-01-01T02:00:00+02:00' }, '2026-01-01T00:00:00.000Z', 'no'],
    ['createdAfter', { createdAfter: '2026-01-01T00:00:00Z' }, '2026-01-01T00:00:00.000Z', 'selected'],
    ['createdAfter', { createdAfter: '2026-01-01T00:00:00Z' }, '2025-12-31T23:59:59.999Z', 'no'],
    ['olderThanDays', { olderThanDays: 30 }, '2026-01-01T12:00:00.000Z', 'no'],
    ['olderThanDays', { olderThanDays: 30 }, '2026-01-01T11:59:59.999Z', 'selected'],
    ['1970', { createdBefore: '1970-01-01T00:00:00Z' }, '2026-01-01T00:00:00.000Z', 'no'],
    ['1970', { createdAfter: '1970-01-01T00:00:00Z' }, '2026-01-01T00:00:00.000Z', 'selected'],
    ['both ages', { olderThanDays: 1, createdBefore: '2025-01-01T00:00:00Z' }, '2025-06-01T00:00:00.000Z', 'no'],
    [
      'an empty interval',
      { createdAfter: '2026-01-02T00:00:00Z', createdBefore: '2026-01-01T00:00:00Z' },
      '2026-01-01T12:00:00.000Z',
      'no',
    ],
  ] as [string, Filter, string, string][])('%s %j: %s is %s', (_, filter, createdAt, kind) => {
    expect(byFilter(filter, at(createdAt))).toBe(kind);
  });

  it('says when it can not tell an age, but only where the rest fits', () => {
    const old: Filter = { olderThanDays: 1 };
    expect(byFilter(old, at())).toBe('undecidable');
    expect(byFilter({ ...old, names: ['x'] }, at())).toBe('no');
    expect(decide({ subject, scope: { workspaces: [workspace], filter: old } }, at()).kind).toBe('no');
  });

  it('names take the whole name, or an asset without its version', () => {
    expect(byFilter({ names: ['job1'] }, found('job1'))).toBe('selected');
    expect(byFilter({ names: ['job1'] }, found('job10'))).toBe('no');
    expect(byFilter({ names: ['job1'] }, found('Job1'))).toBe('no');
    expect(byFilter({ names: ['churn'] }, found('churn:3'))).toBe('selected');
    expect(byFilter({ names: ['churn:3'] }, found('churn:30'))).toBe('no');
  });

  it('tags must all be there, with their values', () => {
    const tagged = found('j', { tags: { a: '1', b: '' } });
    expect(byFilter({ tags: { a: '1', b: '' } }, tagged)).toBe('selected');
    expect(byFilter({ tags: { a: '1', c: '' } }, tagged)).toBe('no');
    expect(byFilter({ tags: { a: '1 ' } }, tagged)).toBe('no');
    expect(byFilter({ tags: { toString: 'x' } }, tagged)).toBe('no');
    expect(byFilter({ tags: { a: '1' } }, found('j'))).toBe('no');
  });

  it('what belongs to no experiment is in none', () => {
    expect(byFilter({ experiments: ['e'] }, found('j'))).toBe('no');
    expect(byFilter({ experiments: ['e'] }, found('j', { experiment: 'e' }))).toBe('selected');
  });
});

describe('select by subject', () => {
  it('takes what is theirs and says why', () => {
    expect(decide({ subject }, found('j', { actors: [creator(anna)] }))).toEqual({
      kind: 'selected',
      evidence: { strength: 'strong', rule: 'principal', by: 'run_history:created_by' },
    });
    expect(decide({ subject }, found('j'))).toEqual({ kind: 'no' });
  });

  it('takes what a job of theirs made, when nobody else is named as its maker', () => {
    const made = found('m:1', { madeBy: ['stranger', 'job1'] });
    const lineage = { strength: 'strong', rule: 'lineage', by: `job:${refOf('job1')}` };
    expect(decide({ subject }, made, learnedOf('job1'))).toEqual({ kind: 'selected', evidence: lineage });
    const named = { ...made, actors: [creator({ source: 'arm', displayName: 'ANNA' })] };
    expect(decide({ subject }, named, learnedOf('job1'))).toEqual({ kind: 'selected', evidence: lineage });
  });

  it('leaves a model alone that somebody else registered from their job', () => {
    const made = found('m:1', { madeBy: ['job1'], actors: [creator({ source: 'arm', displayName: 'Bob' })] });
    expect(decide({ subject }, made, learnedOf('job1'))).toEqual({ kind: 'no' });
  });

  it('job1 teaches nothing about job10, nor about the same name in another workspace', () => {
    const made = found('m:1', { madeBy: ['job10'] });
    expect(decide({ subject }, made, learnedOf('job1')).kind).toBe('no');
    const elsewhere: Learned = {
      jobs: new Map([[`${workspace}2`.toLowerCase(), new Set(['job10'])]]),
      displayNames: [],
    };
    expect(decide({ subject }, made, elsewhere).kind).toBe('no');
  });

  it('takes a learned name as weak evidence only', () => {
    const thing = found('m:1', { actors: [creator({ source: 'arm', displayName: 'Anna' })] });
    expect(decide({ subject }, thing, learnedOf())).toMatchObject({ kind: 'selected', evidence: { strength: 'weak' } });
  });

  it('tells a conflict instead of selecting, also by lineage', () => {
    const both: DataRequest['subject'] = {
      identities: [...(subject?.identities ?? []), { type: 'object_id', value: 'oid-anna' }],
    };
    const thing = found('j', { madeBy: ['job1'], actors: [creator({ ...anna, objectId: 'oid-other' })] });
    expect(decide({ subject: both }, thing, learnedOf('job1'))).toEqual({ kind: 'conflict' });
  });

  it('a filter narrows a subject', () => {
    const scope = { workspaces: [workspace], filter: { names: ['job1'] } };
    expect(decide({ subject, scope }, found('job1', { actors: [creator(anna)] })).kind).toBe('selected');
    expect(decide({ subject, scope }, found('job2', { actors: [creator(anna)] })).kind).toBe('no');
    expect(decide({ subject, scope }, found('job1')).kind).toBe('no');
  });

  it('everything takes everything, for that reason', () => {
    expect(decide({ scope: { workspaces: [workspace], everything: true } }, found('j'))).toMatchObject({
      kind: 'selected',
      evidence: { rule: 'everything' },
    });
  });
});
