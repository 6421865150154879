import { ActionType } from '../../../local/host/durable/actions';
import { activity, after, all, any, completed, episode, failed, fresh, raised, scheduled } from './actions';
import { started, timer, timerCreated, timerFired, waitFor, walk } from './actions';

const day = 24 * 60 * 60 * 1000;
const retry = (attempts: number, more: object = {}) => ({
  ...activity(),
  actionType: ActionType.CallActivityWithRetry,
  retryOptions: { firstRetryIntervalInMilliseconds: 1000, maxNumberOfAttempts: attempts, ...more },
});

describe('walking the actions of an orchestrator', () => {
  it('numbers actions depth-first, and gives no number to waiting for an event', () => {
    const walked = walk([all(activity(), waitFor('E'), all(timer(5), activity()), activity())], started);
    expect(fresh(walked)).toEqual(['activity 0', 'timer 1', 'activity 2', 'activity 3']);
  });

  it('schedules the next top-level action only after the one before settled', () => {
    const actions = [activity('a'), activity('b')];
    expect(fresh(walk(actions, started))).toEqual(['activity 0']);
    expect(fresh(walk(actions, [...started, scheduled(0)]))).toEqual([]);
    expect(fresh(walk(actions, [...started, scheduled(0), completed(0)]))).toEqual(['activity 1']);
    expect(fresh(walk(actions, [...started, scheduled(0), failed(0)]))).toEqual(['activity 1']);
  });

  it('waits for all siblings of a failed task, and for the first of any', () => {
    const history = [...started, scheduled(0), scheduled(1), failed(1)];
    expect(fresh(walk([all(activity(), activity()), activity()], history))).toEqual([]);
    expect(fresh(walk([all(activity(), activity()), activity()], [...history, completed(0)]))).toEqual(['activity 2']);
    expect(fresh(walk([any(activity(), activity()), activity()], history))).toEqual(['activity 2']);
  });

  it('does not end while a task or an uncancelled timer is open', () => {
    const history = [...started, scheduled(0), timerCreated(1), completed(0)];
    expect(walk([any(activity(), timer(9))], history).ended).toBe(false);
    expect(walk([any(activity(), timer(9))], [...history, timerFired(1)]).ended).toBe(true);
    const cancelled = walk([any(activity(), timer(9, true))], history);
    expect(cancelled).toMatchObject({ ended: true, cancelledTimers: [{ id: 1, fireAt: after(9) }] });
  });

  it('schedules repeated sub-actions again', () => {
    const history = [...started, scheduled(0), scheduled(1), completed(0)];
    expect(fresh(walk([any(activity(), activity()), any(activity())], history))).toEqual(['activity 2']);
  });

  it('retries with growing timers, the last one due at once', () => {
    const actions = [retry(3, { backoffCoefficient: 2 }), activity('next')];
    const first = walk(actions, [...started, scheduled(0), episode(100), failed(0)]);
    expect(first.scheduled).toEqual([{ kind: 'timer', id: 1, fireAt: after(1100) }]);
    const history = [...started, scheduled(0), failed(0), timerCreated(1), timerFired(1)];
    expect(fresh(walk(actions, history))).toEqual(['activity 2']);
    const second = walk(actions, [...history, scheduled(2), episode(5000), failed(2)]);
    expect(second.scheduled).toEqual([{ kind: 'timer', id: 3, fireAt: after(7000) }]);
    const last = [...history, scheduled(2), failed(2), timerCreated(3), timerFired(3), scheduled(4), episode(9000)];
    expect(walk(actions, [...last, failed(4)]).scheduled).toEqual([{ kind: 'timer', id: 5, fireAt: after(9000) }]);
    expect(fresh(walk(actions, [...last, failed(4), timerCreated(5), timerFired(5)]))).toEqual(['activity 6']);
  });

  it('gives up without a timer after the retry timeout or a failure that is not retriable', () => {
    const late = [...started, scheduled(0), episode(2000), failed(0)];
    expect(fresh(walk([retry(3, { retryTimeoutInMilliseconds: 1000 }), activity('next')], late))).toEqual([
      'activity 1',
    ]);
    const details = { ErrorType: 'E', ErrorMessage: 'm', IsNonRetriable: true };
    const final = [...started, scheduled(0), failed(0, { FailureDetails: details })];
    expect(fresh(walk([retry(3), activity('next')], final))).toEqual(['activity 1']);
  });

  it('cuts a long timer into timers of three days', () => {
    const actions = [timer(8 * day)];
    expect(walk(actions, started).scheduled).toEqual([{ kind: 'timer', id: 0, fireAt: after(3 * day) }]);
    const one = [...started, timerCreated(0), episode(3 * day), timerFired(0)];
    expect(walk(actions, one).scheduled).toEqual([{ kind: 'timer', id: 1, fireAt: after(6 * day) }]);
    const two = [...one, timerCreated(1), episode(6 * day), timerFired(1)];
    expect(walk(actions, two).scheduled).toEqual([{ kind: 'timer', id: 2, fireAt: after(8 * day) }]);
    expect(walk(actions, [...two, timerCreated(2), episode(8 * day), timerFired(2)]).ended).toBe(true);
    expect(walk([timer(6 * day)], started).scheduled).toEqual([{ kind: 'timer', id: 0, fireAt: after(6 * day) }]);
  });

  it('takes a long timer that is cancelled after its first piece for non-determinism, as the extension does', () => {
    const history = [...started, timerCreated(0), episode(3 * day), timerFired(0), timerCreated(1), raised('E')];
    expect(() => walk([any(waitFor('E'), timer(8 * day, true)), activity()], history)).toThrow(/Non-Deterministic/);
  });

  it('gives an event to the newest waiter, buffers others, and compares names without case', () => {
    const twice = [any(waitFor('E'), activity()), all(waitFor('e'), activity())];
    const history = [...started, scheduled(0), completed(0), scheduled(1), raised('E')];
    expect(walk([...twice, activity()], [...history, completed(1)]).scheduled).toMatchObject([{ id: 2 }]);
    expect(walk([activity(), waitFor('e')], [...started, raised('E'), scheduled(0), completed(0)]).ended).toBe(true);
  });

  it('carries over the events that came after continue-as-new, and loses those before', () => {
    const actions = [activity(), { actionType: ActionType.ContinueAsNew, input: { n: 1 } }];
    const history = [...started, scheduled(0), raised('before'), completed(0), raised('after')];
    const { ended, continueAsNew } = walk(actions, history);
    expect(ended).toBe(true);
    expect(continueAsNew?.input).toBe('{"n":1}');
    expect(continueAsNew?.carried.map((each) => each.Name)).toEqual(['after']);
  });

  it('finds what the history has and the actions have not, by id, kind and name', () => {
    expect(() => walk([activity('A')], [...started, scheduled(0, 'a')])).not.toThrow();
    expect(() => walk([activity('b')], [...started, scheduled(0, 'a')])).toThrow(/activity 'a' as task 0.*'b'/);
    expect(() => walk([timer(1)], [...started, scheduled(0, 'a')])).toThrow(/Non-Deterministic/);
    expect(() => walk([], [...started, scheduled(0, 'a')])).toThrow(/scheduled nothing/);
  });

  it('gives sub-orchestrations an id of their own unless they have one', () => {
    const sub = { actionType: ActionType.CallSubOrchestrator, functionName: 's', input: 'text' };
    const { scheduled: both } = walk([all(sub, { ...sub, instanceId: 'mine', version: '2' })], started);
    expect(both).toEqual([
      { kind: 'subOrchestration', id: 0, name: 's', instanceId: 'exec:0', version: undefined, input: '"text"' },
      { kind: 'subOrchestration', id: 1, name: 's', instanceId: 'mine', version: '2', input: '"text"' },
    ]);
  });

  it.each([
    [ActionType.CallEntity, 'callEntity'],
    [ActionType.SignalEntity, 'signalEntity'],
    [ActionType.CallHttp, 'callHttp'],
    [ActionType.LockEntities, 'lock'],
    [99, '99'],
  ])('refuses action %d by name, at any depth', (actionType, name) => {
    expect(() => walk([all({ actionType })], started)).toThrow(name);
  });

  it('refuses a timer without a date', () => {
    expect(() => walk([{ actionType: ActionType.CreateTimer }], started)).toThrow(/valid date/);
  });
});
