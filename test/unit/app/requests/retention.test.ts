import * as fc from 'fast-check';
import { lastDue, policiesSchema, requestOfPolicy, type RetentionPolicy } from '../../../../src/requests/retention';
import { parseRequest } from '../../../../src/requests/schema';
import { workspace } from './found';

const request = { action: 'erase', scope: { workspaces: [workspace], filter: { olderThanDays: 365 } } };
const policy = { name: 'old-jobs', schedule: '0 0 2 * * *', mode: 'approve', request };
const accepts = (...policies: unknown[]) => policiesSchema.safeParse({ policies }).success;
const parsed = (fields: object = {}): RetentionPolicy => {
  const [first] = policiesSchema.parse({ policies: [{ ...policy, ...fields }] }).policies;
  if (!first) throw new Error('no policy');
  return first;
};
const due = (schedule: string, now: string) => lastDue(schedule, new Date(now))?.toISOString();

describe('retention policies', () => {
  it('are taken as documented; a dry run is never the default', () => {
    expect(accepts(policy)).toBe(true);
    expect(parsed({ mode: undefined }).mode).toBe('approve');
  });

  it.each([
    ['a subject', { request: { ...request, subject: { identities: [{ type: 'upn', value: 'a' }] } } }],
    ['a requestId', { request: { ...request, requestId: 'r' } }],
    ['no condition', { request: { action: 'erase', scope: { workspaces: [workspace] } } }],
    ['no request', { request: undefined }],
    ['an unknown field', { enabled: false }],
    ['a name that is no name', { name: 'Old Jobs' }],
    ['five fields', { schedule: '0 2 * * *' }],
    ['a nickname', { schedule: '@daily' }],
    ['nonsense', { schedule: 'a b c d e f' }],
    ['a day that never comes', { schedule: '0 0 0 30 2 *' }],
  ])('are refused with %s', (_, fields) => expect(accepts({ ...policy, ...fields })).toBe(false));

  it('are refused when two have one name: their requests would have one id', () => {
    expect(accepts(policy, { ...policy, schedule: '0 0 3 * * *' })).toBe(false);
    expect(accepts(policy, { ...policy, name: 'old-models' })).toBe(true);
  });
});

describe('lastDue', () => {
  it.each([
    ['0 0 2 * * *', '2026-03-10T02:00:00Z', '2026-03-10T02:00:00.000Z'],
    ['0 0 2 * * *', '2026-03-10T01:59:59Z', '2026-03-09T02:00:00.000Z'],
    ['0 0 2 1 * *', '2026-03-02T01:59:59Z', '2026-03-01T02:00:00.000Z'],
    ['0 0 2 1 * *', '2026-03-07T02:00:00Z', '2026-03-01T02:00:00.000Z'],
    ['0 0 2 1 * *', '2026-03-08T02:00:00Z', undefined],
    ['0 */5 * * * *', '2026-03-10T02:04:59Z', '2026-03-10T02:00:00.000Z'],
    ['*/30 * * * * *', '2026-03-10T02:04:45Z', '2026-03-10T02:04:30.000Z'],
    ['*/30 * * * * *', '2026-03-10T02:04:15Z', '2026-03-10T02:04:00.000Z'],
    ['0 30 1 29 2 *', '2028-02-29T05:00:00Z', '2028-02-29T01:30:00.000Z'],
    // NCRONTAB: both the day of the month and the weekday must fit. 2026-06-01 is a Monday.
    ['0 0 2 1 * 1', '2026-06-01T03:00:00Z', '2026-06-01T02:00:00.000Z'],
    ['0 0 2 1 * 1', '2026-06-08T03:00:00Z', undefined],
  ])('%s at %s: %s', (schedule, now, expected) => expect(due(schedule, now)).toBe(expected));

  it('is not in the future, not older than a day, and the same for every sweep until the next one', () => {
    const minute = fc.nat(59);
    fc.assert(
      fc.property(minute, fc.nat(23), fc.nat(366 * 86_400), (at, hour, second) => {
        const now = new Date(Date.UTC(2026, 0, 1) + second * 1_000);
        const found = lastDue(`0 ${at} ${hour} * * *`, now);
        if (!found) throw new Error('A daily policy was never due.');
        expect(now.getTime() - found.getTime()).toBeGreaterThanOrEqual(0);
        expect(now.getTime() - found.getTime()).toBeLessThan(86_400_000);
        expect(lastDue(`0 ${at} ${hour} * * *`, found)).toEqual(found);
      }),
      { numRuns: 50 },
    );
  });
});

describe('requestOfPolicy', () => {
  const at = new Date('2026-03-10T02:00:00Z');

  it('has an id of its own for each occurrence, and is a valid request', () => {
    const made = requestOfPolicy(parsed({ name: 'a'.repeat(40) }), at);
    expect(made.requestId).toBe(`retention-${'a'.repeat(40)}-20260310T020000Z`);
    expect(parseRequest(made.request)).toMatchObject({ action: 'erase' });
    // Nobody else can take that id first.
    expect(() => parseRequest({ ...made.request, requestId: made.requestId })).toThrow();
    expect(requestOfPolicy(parsed(), new Date('2026-03-11T02:00:00Z')).requestId).not.toBe(
      requestOfPolicy(parsed(), at).requestId,
    );
  });

  it('needs approval whatever the policy says, and only reports in report mode', () => {
    const lax = parsed({ request: { ...request, approval: 'not_required' } });
    expect(requestOfPolicy(lax, at).request).toMatchObject({ approval: 'required' });
    expect(requestOfPolicy(lax, at).request.dryRun).toBeUndefined();
    expect(requestOfPolicy(parsed({ mode: 'report' }), at).request.dryRun).toBe(true);
  });
});
