import { ArmBudget, type BudgetClock } from '../../../../src/azure/arm-budget';
import { budgetFor, callKind, paced } from '../../../../src/azure/arm-pace';

/** A clock that stands still, but for those who wait. */
const clock: BudgetClock = { now: () => 0, after: () => undefined };
const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: { get: (name: string) => headers[name] },
});

/** Gives these answers one after the other, and counts the calls. */
function service(...answers: ReturnType<typeof answer>[]) {
  let calls = 0;
  const send = () => {
    calls += 1;
    return Promise.resolve(answers[calls - 1] ?? answer(500));
  };
  return { send, calls: () => calls };
}

describe('paced', () => {
  it('sends a call that was one too many again', async () => {
    const { send, calls } = service(answer(429, { 'retry-after': '0' }), answer(202));
    expect((await paced(new ArmBudget(8), 'deletes', send)).status).toBe(202);
    expect(calls()).toBe(2);
  });

  it('leaves a wait of more than a minute to the caller, and lets other calls go on', async () => {
    const budget = new ArmBudget(8, clock);
    const { send } = service(answer(429, { 'retry-after': '3000' }), answer(200));
    expect((await paced(budget, 'writes', send)).status).toBe(429);
    expect((await paced(budget, 'writes', send)).status).toBe(200);
  });

  it('leaves a refusal that names no time to the caller', async () => {
    const { send, calls } = service(answer(429));
    expect((await paced(new ArmBudget(8, clock), 'reads', send)).status).toBe(429);
    expect(calls()).toBe(1);
  });

  it('gives a lasting refusal to all that wait, not to one after the other', async () => {
    let at = 0;
    // Whoever waits is called at once, and time has passed.
    const hasty: BudgetClock = {
      now: () => at,
      after: (milliseconds, run) => {
        at += milliseconds;
        setImmediate(run);
      },
    };
    const budget = new ArmBudget(8, hasty);
    const { send, calls } = service(...Array.from({ length: 200 }, () => answer(429, { 'retry-after': '10' })));
    const answers = await Promise.all(Array.from({ length: 40 }, () => paced(budget, 'deletes', send)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(40).fill(429));
    expect(at).toBeLessThan(150_000);
    expect(calls()).toBeLessThan(150);
    expect((await paced(budget, 'deletes', () => Promise.resolve(answer(200)))).status).toBe(200);
    // Something got through: from here on refusals are repeated again.
    const again = service(answer(429, { 'retry-after': '10' }), answer(202));
    expect((await paced(budget, 'deletes', again.send)).status).toBe(202);
  });

  it('gives every other answer as it is, also refusals', async () => {
    for (const status of [200, 404, 409, 503])
      expect((await paced(new ArmBudget(8, clock), 'reads', service(answer(status)).send)).status).toBe(status);
  });

  it('throws what a call throws, which takes nobody’s place', async () => {
    const budget = new ArmBudget(8, clock);
    for (let index = 0; index < 8; index += 1)
      await expect(paced(budget, 'reads', () => Promise.reject(new Error('no way')))).rejects.toThrow('no way');
  });

  it('learns from the header of its own kind of call', async () => {
    const budget = new ArmBudget(8, clock);
    const header = 'x-ms-ratelimit-remaining-subscription-deletes';
    const { send, calls } = service(...Array.from({ length: 60 }, () => answer(202, { [header]: '100' })));
    for (let index = 0; index < 60; index += 1) await paced(budget, 'deletes', send);
    expect(calls()).toBe(60);
  });
});

describe('budgets', () => {
  it('are one per role, subscription and kind of call', () => {
    expect(budgetFor('eraser', 'S1', 'deletes')).toBe(budgetFor('eraser', 's1', 'deletes'));
    expect(budgetFor('eraser', 's1', 'deletes')).not.toBe(budgetFor('reader', 's1', 'deletes'));
    expect(budgetFor('eraser', 's1', 'deletes')).not.toBe(budgetFor('eraser', 's1', 'writes'));
  });

  it('count calls as Resource Manager does', () => {
    expect((['GET', 'HEAD', 'DELETE', 'PUT', 'POST', 'PATCH'] as const).map(callKind)).toEqual([
      ...['reads', 'reads', 'deletes', 'writes', 'writes', 'writes'],
    ]);
  });
});
