import { errorTable, RequestError, toProblem, type ErrorCode } from '../../../src/errors';

const codes = Object.keys(errorTable) as ErrorCode[];

describe('problems', () => {
  it.each(codes)('%s is a problem document', (code) => {
    const problem = toProblem(new RequestError(code));
    expect(problem.type).toBe(`urn:azureml-data-requests:error:${code}`);
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.status).toBeLessThan(600);
    expect(problem.action.length).toBeGreaterThan(10);
    expect(Object.keys(problem).sort()).toEqual(['action', 'code', 'status', 'title', 'type']);
  });

  it('carry detail and faults where there are any', () => {
    const faults = [{ pointer: '/a', detail: 'is wrong' }];
    expect(toProblem(new RequestError('invalid_request', 'why', faults))).toMatchObject({
      detail: 'why',
      errors: faults,
    });
  });

  it('have the statuses that callers rely on', () => {
    const status = (code: ErrorCode) => errorTable[code].status;
    const known = [
      status('id_in_use'),
      status('plan_changed'),
      status('own_request'),
      status('not_authenticated'),
      status('not_found'),
    ];
    expect(known).toEqual([409, 409, 403, 401, 404]);
  });

  it('are errors whose message names the code', () => {
    expect(new RequestError('not_found').message).toMatch(/^not_found: /);
    expect(new RequestError('not_found')).toBeInstanceOf(Error);
  });
});
