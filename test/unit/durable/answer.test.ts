import { activityFailure } from '../../../local/host/durable/activity-failure';
import { answerFromError, answerFromResult, resultText } from '../../../local/host/durable/answer';
import { decide } from '../../../local/host/durable/episode';
import { taskCompleted } from '../../../local/host/durable/history-events';
import { historyForClients } from '../../../local/host/durable/history-view';
import { EventType } from '../../../local/host/durable/model';
import { activity, completed, event, failed, scheduled, started, timerCreated } from './actions';

const answer = { isDone: false, actions: [], output: null, customStatus: null };
const context = { executionId: 'e', requireFunction: () => undefined };

describe("reading an orchestrator's answer", () => {
  it('reads actions, output and custom status', () => {
    const state = { isDone: true, actions: [[activity()]], output: 0, customStatus: 'x' };
    expect(answerFromResult({ returnValue: { json: JSON.stringify(state) }, outputData: [] })).toEqual({
      isDone: true,
      actions: [activity()],
      output: '0',
      customStatus: '"x"',
    });
    expect(() => answerFromResult({ returnValue: { int: 1 }, outputData: [] })).toThrow(/durable-functions/);
  });

  it('reads the state that is appended to an error', () => {
    const state = { isDone: false, actions: [[activity()]], error: 'two\nlines', schemaVersion: 2 };
    const read = answerFromError(new Error(`false\n\n$OutOfProcData$:${JSON.stringify(state)}`));
    expect(read.actions).toEqual([activity()]);
    expect(read.failure).toMatchObject({ message: 'two\nlines', brokeOff: false });
  });

  it.each(['no generator', 'false\n\n$OutOfProcData$:no JSON'])('takes any other error for the end: %j', (message) => {
    const { ending } = decide('f', started, answerFromError(new Error(message)), context);
    expect(ending).toMatchObject({ kind: 'failed', reason: `Orchestrator function 'f' failed: ${message}` });
  });
});

describe('ending an episode', () => {
  const failure = { message: 'm', details: 'd', brokeOff: false };

  it('completes, or fails, only when nothing is open', () => {
    const open = [...started, scheduled(0)];
    const done = { ...answer, isDone: true, actions: [activity()], output: '1' };
    expect(decide('f', open, done, context).ending).toBeUndefined();
    expect(decide('f', [...open, completed(0)], done, context).ending).toEqual({ kind: 'completed', output: '1' });
    const broken = { ...done, isDone: false, failure };
    expect(decide('f', open, broken, context).ending).toBeUndefined();
    expect(decide('f', [...open, completed(0)], broken, context).ending).toMatchObject({ kind: 'failed' });
  });

  it('takes isDone together with continue-as-new for continue, but an error for an error', () => {
    const again = { ...answer, isDone: true, actions: [{ actionType: 4, input: 1 }] };
    expect(decide('f', started, again, context).ending).toMatchObject({ kind: 'continuedAsNew', input: '1' });
    expect(decide('f', started, { ...again, failure }, context).ending).toMatchObject({ kind: 'failed' });
  });
});

describe('results and failures of activities', () => {
  it.each([
    [undefined, null],
    [null, null],
    [{ string: '123' }, '"123"'],
    [{ string: '' }, '""'],
    [{ json: '{"a":1}' }, '{"a":1}'],
    [{ int: 0 }, '0'],
    [{ double: 0.5 }, '0.5'],
    [{ bytes: Buffer.from('hi') }, '"aGk="'],
  ])('turns %j into %s', (value, text) => expect(resultText(value)).toBe(text));

  it('writes a missing result as the text null', () => {
    expect(taskCompleted(new Date(0), 1, null).Result).toBe('null');
  });

  it('has a reason and details, and failure details if the SDK gave them', () => {
    const plain = activityFailure('act', new TypeError('bad'));
    expect(plain.reason).toBe("Activity function 'act' failed: bad");
    expect(JSON.parse(plain.details)).toMatchObject({ ClassName: 'TypeError', Message: 'bad' });
    expect(plain.failureDetails).toBeUndefined();
    const provided = { errorType: 'MyError', errorMessage: 'bad', isNonRetriable: false, properties: { code: 7 } };
    expect(activityFailure('act', new Error(JSON.stringify(provided)))).toMatchObject({
      reason: "Activity function 'act' failed: bad",
      failureDetails: { ErrorType: 'MyError', ErrorMessage: 'bad', IsNonRetriable: false, Properties: { code: 7 } },
    });
    expect(activityFailure('act', new Error('{"errorType":1}')).failureDetails).toBeUndefined();
    expect(activityFailure('act', new Error('{oops')).reason).toContain('{oops');
  });
});

describe('the history as clients see it', () => {
  const history = [...started, scheduled(0, 'one'), timerCreated(1), completed(0), failed(9)];

  it('shows answers with what they answer, and what is still open', () => {
    expect(historyForClients(history, false)).toMatchObject([
      { EventType: 'ExecutionStarted', FunctionName: 'test' },
      { EventType: 'TimerCreated' },
      { EventType: 'TaskCompleted', FunctionName: 'one' },
      { EventType: 'TaskFailed', Reason: 'r', Details: 'd' },
    ]);
  });

  it('shows results only when asked for', () => {
    const result = event(EventType.TaskCompleted, { TaskScheduledId: 0, Result: '{"a":1}' });
    expect(JSON.stringify(historyForClients([result], false))).not.toContain('Result');
    expect(historyForClients([result], true)).toMatchObject([{ Result: { a: 1 } }]);
  });
});
