import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { Arm } from '../../../../src/azure/arm';
import type { RunHistory } from '../../../../src/azure/run-history';
import { cancelJob } from '../../../../src/resources/erasing/job-cancel';
import type { EraseContext } from '../../../../src/resources/resource-type';
import { workspace } from './workspace';

const id = `${workspace.id}/jobs/j`;

/** One look at a job that ARM shows in this state; `answers` are those of POST cancel. */
async function look(
  status: string,
  intended: boolean,
  answers: { status: number; code?: string }[] = [],
  runHistory?: RunHistory,
) {
  const log: string[] = [];
  const fake: Pick<Arm, 'get' | 'send'> = {
    get: () => Promise.resolve({ properties: { status } }),
    send: (method) => {
      log.push(method);
      const next = answers.shift();
      if (!next) return Promise.reject(new Error('One call too many.'));
      return Promise.resolve({ ...next, body: { error: { code: next.code } }, headers: createHttpHeaders() });
    },
  };
  const intend = () => Promise.resolve(void log.push('intend'));
  const context = { workspace, arm: fake as Arm, reader: fake as Arm, intended, intend, runHistory } as EraseContext;
  const step = await cancelJob(context, id, 'j').catch((error: unknown) => error);
  return { log, step };
}

describe('cancelling a job', () => {
  it('is asked for once the intent is written, and waited for', async () => {
    expect(await look('Running', false, [{ status: 202 }])).toEqual({
      log: ['intend', 'POST'],
      step: { state: 'waiting' },
    });
  });

  it('is asked for again when the first call got lost', async () => {
    expect(await look('Running', true, [{ status: 202 }])).toEqual({ log: ['POST'], step: { state: 'waiting' } });
  });

  it.each(['CancelRequested', 'Canceling', 'Finalizing'])('is only waited for in state %s', async (status) => {
    expect(await look(status, true)).toEqual({ log: [], step: { state: 'waiting' } });
  });

  it.each(['Completed', 'Canceled', 'Failed'])('is not needed in state %s', async (status) => {
    expect((await look(status, false)).step).toMatchObject({ state: 'done' });
  });

  it('that is throttled is tried again', async () => {
    expect((await look('Running', false, [{ status: 429 }])).step).toMatchObject({ transient: true });
  });

  it.each([
    ['Running', { state: 'waiting', fault: 'NotFound' }],
    ['CancelRequested', { state: 'waiting' }],
  ])(
    'of a child that ARM does not know counts as refused unless its parent is ending (%s)',
    async (parent, expected) => {
      const runs: Record<string, object> = { j: { status: 'Running', parentRunId: 'p' }, p: { status: parent } };
      const runHistory = { run: (name: string) => Promise.resolve(runs[name]) } as unknown as RunHistory;
      expect((await look('Running', true, [{ status: 404, code: 'NotFound' }], runHistory)).step).toEqual(expected);
    },
  );

  it('waits when the job ended meanwhile, and not when a lock forbids it', async () => {
    expect((await look('Running', false, [{ status: 409, code: 'Conflict' }])).step).toEqual({
      state: 'waiting',
      fault: 'Conflict',
    });
    const locked = await look('Running', false, [{ status: 409, code: 'ScopeLocked' }]);
    expect(locked.step).toEqual({ state: 'done', outcome: 'blocked', reason: 'ScopeLocked' });
  });
});
