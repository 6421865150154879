import { ArmBudget } from '../../../../src/azure/arm-budget';
import { paced } from '../../../../src/azure/arm-pace';
import { asAzureError, AzureError } from '../../../../src/azure/azure-error';
import { slotsOfOne } from '../../../../src/turns/bulkhead';
import { GiveWay } from '../../../../src/turns/give-way';
import { begun, enter, inTurn, patience, saved } from '../../../../src/turns/turn';

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: { get: (name: string) => headers[name] },
});
const refused = (seconds: number) => answer(429, { 'retry-after': String(seconds) });
/** A budget whose time stands still. */
const budget = () => new ArmBudget(8, { now: () => 0, after: () => undefined });

describe('an activity with a ticket', () => {
  it('answers when to call it again where it would wait for long before anything is done', async () => {
    const call = () => paced(budget(), 'reads', () => Promise.resolve(refused(30)));
    expect(await inTurn('1', call)).toEqual({ later: 30 });
  });

  it('comes back when the service says, but once an hour at least', async () => {
    const refusal =
      (seconds?: number, status = 429) =>
      () =>
        Promise.reject(new AzureError(status, 'TooManyRequests', 'Too many.', true, seconds));
    expect(await inTurn('1', refusal(99.5))).toEqual({ later: 100 });
    expect(await inTurn('1', refusal(86_400))).toEqual({ later: 3_600 });
    expect(await inTurn('1', refusal(0))).toEqual({ later: 1 });
    await expect(inTurn('1', refusal())).rejects.toMatchObject({ status: 429 });
    await expect(inTurn('1', refusal(9, 503))).rejects.toMatchObject({ status: 503 });
    // Whoever gave no ticket tries again by itself.
    await expect(inTurn(undefined, refusal(99))).rejects.toMatchObject({ status: 429 });
  });

  it('waits for seconds, and gives its result', async () => {
    const answers = [refused(0.1), answer(200)];
    const call = () => paced(new ArmBudget(8), 'reads', () => Promise.resolve(answers.shift() ?? answer(500)));
    expect(await inTurn('1', call)).toMatchObject({ status: 200 });
  });

  it('is sent away when the pause begins while it waits', async () => {
    const shared = budget();
    const all = Array.from({ length: 8 }, () => shared.enter(shared.ticket()));
    const waiting = inTurn('1', () => paced(shared, 'reads', () => Promise.resolve(answer(200))));
    shared.leave(await (all[0] ?? 0), { refusedFor: 40_000 });
    expect(await waiting).toEqual({ later: 40 });
  });

  it('is not sent away when another call of it has got an answer while this one waits', async () => {
    let [time, look] = [0, () => undefined as void];
    const shared = new ArmBudget(8, { now: () => time, after: (_, run) => (look = run) });
    const others = Array.from({ length: 7 }, () => shared.enter(shared.ticket()));
    const call = (status: number) => paced(shared, 'reads', () => Promise.resolve(answer(status)));
    let answered = () => undefined as void;
    const first = new Promise<void>((resolve) => (answered = resolve));
    const both = inTurn('1', () => Promise.all([call(202).finally(answered), call(200)]));
    await first;
    shared.leave(await (others[0] ?? 0), { refusedFor: 40_000 });
    time = 41_000;
    look();
    expect(await both).toMatchObject([{ status: 202 }, { status: 200 }]);
  });

  it('sits a pause out once it has something to lose, until that is saved', async () => {
    await inTurn('1', () => {
      expect(patience()()).toBe(5_000);
      begun();
      expect(patience()()).toBe(Infinity);
      saved();
      expect(patience()()).toBe(5_000);
      return Promise.resolve();
    });
    const shared = budget();
    await inTurn('1', async () => {
      await paced(shared, 'reads', () => Promise.resolve(answer(200)));
      expect(patience()()).toBe(Infinity);
    });
  });

  it('gives way where its workspace is slow and has its share', async () => {
    jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate'] });
    const ends: (() => void)[] = [];
    const workOn = (ticket: string, ...ids: string[]) =>
      inTurn(ticket, () => {
        enter(ids);
        return new Promise<string>((done) => ends.push(() => done('done')));
      });
    try {
      const before = workOn('0', '/subscriptions/s/workspaces/other');
      const calls = Array.from({ length: slotsOfOne }, () => workOn('1', '/subscriptions/s/workspaces/slow'));
      jest.setSystemTime(4_000);
      jest.advanceTimersByTime(4_000);
      expect(await workOn('2', '/subscriptions/s/workspaces/SLOW')).toEqual({ later: 1 });
      const other = workOn('3', '/subscriptions/s/workspaces/other');
      for (const end of ends) end();
      expect(await Promise.all([before, ...calls, other])).toEqual(Array(slotsOfOne + 2).fill('done'));
      jest.advanceTimersByTime(2_000);
      const last = workOn('2', '/subscriptions/s/workspaces/slow');
      ends.at(-1)?.();
      expect(await last).toBe('done');
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves its slot when it fails', async () => {
    const failing = () =>
      inTurn('1', () => {
        enter(['failing']);
        return Promise.reject(new Error('broken'));
      });
    for (let count = 0; count < 20; count += 1) await expect(failing()).rejects.toThrow('broken');
  });
});

describe('an activity without a ticket', () => {
  it('never answers "later"', async () => {
    await inTurn(undefined, () => {
      expect(patience()()).toBe(Infinity);
      return Promise.resolve();
    });
    // What another call shares with it may give way all the same: that is for a retry.
    const sharing = inTurn(undefined, () => Promise.reject(new GiveWay(9)));
    await expect(sharing).rejects.toMatchObject({ code: 'GaveWay', transient: true });
  });
});

describe('giving way', () => {
  it('is no error of Azure, and goes through whatever handles those', () => {
    const way = new GiveWay(3);
    expect(() => asAzureError(way)).toThrow(way);
    expect(asAzureError(new Error('other'))).toBeInstanceOf(AzureError);
  });
});
