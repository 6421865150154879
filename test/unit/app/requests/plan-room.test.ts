import { beyondPlan } from '../../../../src/requests/plan/plan-room';

const page = (count: number) => ({ items: { blob: 'b', count, bytes: 1, sha256: '' } });

describe('what a plan may hold', () => {
  it('is counted over all pages, and may be reached', () => {
    expect(beyondPlan([], 5)).toBeUndefined();
    expect(beyondPlan([page(2), page(3)], 5)).toBeUndefined();
  });

  it('is told with what was found', () => {
    expect(beyondPlan([page(2), page(4)], 5)).toMatchObject({
      code: 'plan_limit',
      detail: expect.stringContaining('6 things') as string,
    });
  });
});
